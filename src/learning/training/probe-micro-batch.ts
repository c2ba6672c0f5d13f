import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { automaticMicroBatch, cautiousMicroBatchSize, divisorsOf } from "../../domain/training/micro-batch.ts";
import { releaseFreeBuffers } from "../backend/release-free-buffers.ts";
import { type StepShapes, throwAwayStep } from "./throw-away-step.ts";
import type { Trainer } from "./trainer.ts";

/**
 * How many cells the GPU holds at once is found by trying: WebGPU does not say how much memory there is. Throw-away steps of
 * growing size are run, each only if the one before it, scaled up, stays within bounds. Those are there because a machine that
 * shares its memory with the GPU does not refuse; it swaps, and hangs.
 */
export interface ProbeLimits {
  /** A step may allocate so much. */
  readonly bytes: number;
  /** A step may take so long: some systems reset a GPU that is busy for longer at one task. */
  readonly seconds: number;
}

/** Half of what the browser says the machine has, in GiB (it may round and cap that); of 4 where it does not say. */
export function probeLimits(deviceMemory: number | undefined): ProbeLimits {
  return { bytes: ((deviceMemory ?? 4) / 2) * 2 ** 30, seconds: 2 };
}

interface Trial {
  readonly fits: boolean;
  readonly bytes: number;
  readonly seconds: number;
}

/** Disposes what a pass that broke off has saved for its gradient; tfjs would keep it for good. */
function dropTape(): void {
  const { state } = tf.engine();
  for (const { saved } of state.activeTape ?? []) for (const tensor of saved ?? []) tensor.dispose();
  state.activeTape = null as unknown as typeof state.activeTape;
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
    // Reading hands all commands to the GPU at once, while the scopes are open.
    reading = loss.data();
    // Awaited below, once the scopes are closed.
    reading.catch(() => undefined);
  } catch {
    // Browsers and tfjs tell of want of memory by errors of every kind. A defect meets the run's first step too, which tells it.
    fits = false;
    dropTape();
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
 * The largest divisor of the batch whose training step the GPU holds, within bounds. It starts where nearly every GPU can, and
 * goes down from there if this one cannot. For the WebGPU backend that is active.
 */
export async function probeMicroBatchSize(shapes: StepShapes, limits: ProbeLimits): Promise<number> {
  const { batchSize } = shapes.options;
  const sizes = divisorsOf(batchSize);
  const cautious = cautiousMicroBatchSize(batchSize);
  // The first compiles shaders, which says nothing about how long a step takes.
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
 * Puts a figure in the place of the automatic micro-batch. Software adapters get the cautious one, as more at once gains them
 * nothing, and so do other backends, which do not tell when memory runs out.
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
