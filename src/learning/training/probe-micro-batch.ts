import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { automaticMicroBatch, cautiousMicroBatchSize, divisorsOf } from "../../domain/training/micro-batch.ts";
import { releaseFreeBuffers } from "../backend/release-free-buffers.ts";
import { type StepShapes, throwAwayStep } from "./throw-away-step.ts";
import type { Trainer } from "./trainer.ts";

/**
 * WebGPU does not say how much memory there is, so trials find how many cells the GPU can hold at once. The trials are
 * throw-away steps of growing size. A larger step is only tried if the previous step, scaled up, stays within these
 * limits. They are needed because a machine that shares its memory with the GPU does not refuse an allocation. It swaps
 * and hangs instead.
 */
export interface ProbeLimits {
  /** Most bytes that a step may allocate. */
  readonly bytes: number;
  /** Longest time that a step may take. Some systems reset a GPU that is busy with one task for longer. */
  readonly seconds: number;
}

/**
 * Allows half of the machine's memory.
 * @param deviceMemory the memory in GiB that the browser reports, perhaps rounded and capped. 4 if it reports nothing.
 */
export function probeLimits(deviceMemory: number | undefined): ProbeLimits {
  return { bytes: ((deviceMemory ?? 4) / 2) * 2 ** 30, seconds: 2 };
}

interface Trial {
  readonly fits: boolean;
  readonly bytes: number;
  readonly seconds: number;
}

/** Disposes the tensors that a failed pass saved for its gradient. tfjs would never free them. */
function dropTape(): void {
  const { state } = tf.engine();
  for (const { saved } of state.activeTape ?? []) for (const tensor of saved ?? []) tensor.dispose();
  state.activeTape = null as unknown as typeof state.activeTape;
}

/** Submits the commands that tfjs has recorded so far, on the active WebGPU backend. */
function submitCommands(): void {
  const backend = tf.backend() as WebGPUBackend;
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
}

async function tryStep(shapes: StepShapes, cells: number): Promise<Trial> {
  const { device, bufferManager } = tf.backend() as WebGPUBackend;
  releaseFreeBuffers();
  const before = bufferManager.numBytesAllocated;
  const started = performance.now();
  device.pushErrorScope("validation");
  device.pushErrorScope("out-of-memory");
  let loss: tf.Scalar | null = null;
  let reading: Promise<unknown> = Promise.resolve();
  let fits = true;
  try {
    loss = throwAwayStep(shapes, cells);
    // Reading submits all commands now, while the error scopes are open.
    reading = loss.data();
    // Awaited below, once the scopes are closed.
    reading.catch(() => undefined);
  } catch {
    // Browsers and tfjs throw errors of every kind when memory runs out, so any error is taken for that here. The first
    // step of the run meets an error of another cause as well, and reports it.
    fits = false;
    dropTape();
    // tfjs frees the buffers of recorded commands only after it has submitted them. They would count against the next,
    // smaller trial.
    submitCommands();
  }
  const errors = await Promise.all([device.popErrorScope(), device.popErrorScope()]);
  fits &&= errors.every((error) => error === null);
  const read = await reading.then(
    () => true,
    () => false,
  );
  loss?.dispose();
  const trial = {
    fits: fits && read,
    bytes: bufferManager.numBytesAllocated - before,
    seconds: (performance.now() - started) / 1000,
  };
  releaseFreeBuffers();
  return trial;
}

/**
 * Finds the largest divisor of the batch size whose training step fits on the GPU and stays within the limits, on the
 * active WebGPU backend. The first trial has a size that nearly every GPU can hold. If this GPU cannot, smaller sizes
 * are tried.
 */
export async function probeMicroBatchSize(shapes: StepShapes, limits: ProbeLimits): Promise<number> {
  const { batchSize } = shapes.options;
  const sizes = divisorsOf(batchSize);
  const cautious = cautiousMicroBatchSize(batchSize);
  // The first trial also compiles shaders, so its time says nothing about how long a step takes.
  const first = await tryStep(shapes, cautious);
  if (!first.fits) {
    for (const size of sizes.filter((smaller) => smaller < cautious).reverse()) {
      if ((await tryStep(shapes, size)).fits) return size;
    }
    return 1;
  }
  let largest = cautious;
  let trial = await tryStep(shapes, cautious);
  for (const size of sizes.filter((larger) => larger > cautious)) {
    const growth = size / largest;
    if (trial.bytes * growth > limits.bytes || trial.seconds * growth > limits.seconds) break;
    trial = await tryStep(shapes, size);
    if (!trial.fits) break;
    largest = size;
  }
  return largest;
}

/**
 * Replaces an automatic micro-batch size by a number. Software adapters get the cautious size, because a larger one
 * gains nothing there. Other backends also get the cautious size, because they do not report when memory runs out.
 */
export async function settleMicroBatchSize(trainer: Trainer): Promise<Trainer> {
  const { options, backend } = trainer;
  if (options.microBatchSize !== automaticMicroBatch) return trainer;
  const { kind, software } = backend.info;
  const { deviceMemory } = (globalThis as { navigator?: { deviceMemory?: number } }).navigator ?? {};
  const microBatchSize =
    kind === "webgpu" && !software
      ? await backend.guard(probeMicroBatchSize(trainer, probeLimits(deviceMemory)))
      : cautiousMicroBatchSize(options.batchSize);
  return { ...trainer, options: { ...options, microBatchSize } };
}
