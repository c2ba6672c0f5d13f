import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { defaultTrainingOptions } from "../../src/domain/training/training-options.ts";
import { type Backend, openBackend } from "../../src/learning/backend/backend.ts";
import type { BatchSource } from "../../src/learning/batches/batch-source.ts";
import { openCropReader } from "../../src/learning/batches/crop-reader.ts";
import { gpuBatchSource } from "../../src/learning/batches/gpu-batch-source.ts";
import { processorBatchSource } from "../../src/learning/batches/processor-batch-source.ts";
import { canOpenGpuInference } from "../../src/learning/inference/gpu-inference-network.ts";
import { type InferenceKind, logitError, openInferenceKind } from "../../src/learning/inference/open-inference.ts";
import { architectureFor, parameterTable } from "../../src/learning/network/architecture.ts";
import { initialise } from "../../src/learning/network/initialise.ts";
import { disposeParameters } from "../../src/learning/network/parameters.ts";
import { forward } from "../../src/learning/network/resnet.ts";
import { probeMicroBatchSize } from "../../src/learning/training/probe-micro-batch.ts";
import { trainEpoch } from "../../src/learning/training/train-epoch.ts";
import type { Trainer } from "../../src/learning/training/trainer.ts";
import { disposeState, uploadState } from "../../src/learning/training/training-state.ts";
import { warmUp } from "../../src/learning/training/warm-up.ts";
import { inheritObjective } from "../../src/learning/weak-labels/objective.ts";
import { installNodeWebgpu } from "../node-webgpu.ts";
import { expectedLogits, trainedParameters } from "../unit/learning/inference/inference-networks.ts";
import { sampleCells } from "../unit/learning/sample-crops.ts";
import { milliseconds } from "./milliseconds.ts";

/** Returns null and prints why if Node has no WebGPU on this machine. */
async function openGpu(): Promise<Backend | null> {
  const missing = await installNodeWebgpu();
  if (missing !== null) console.log(missing);
  const backend = await openBackend();
  if (backend.info.kind === "webgpu") return backend;
  backend.close();
  return null;
}

/**
 * Counts the bytes that `work` uploads to the GPU: those written to buffers, and those of tensors that tfjs uploads.
 */
async function bytesUploaded(work: () => Promise<unknown>): Promise<number> {
  const { device } = tf.backend() as WebGPUBackend;
  const { queue } = device;
  const { writeBuffer } = queue;
  const { createBuffer } = device;
  let bytes = 0;
  queue.writeBuffer = (...parameters: Parameters<typeof writeBuffer>) => {
    bytes += parameters[2]!.byteLength;
    writeBuffer.apply(queue, parameters);
  };
  device.createBuffer = (descriptor) => {
    if (descriptor.mappedAtCreation) bytes += descriptor.size;
    return createBuffer.call(device, descriptor);
  };
  try {
    await work();
  } finally {
    Object.assign(queue, { writeBuffer });
    Object.assign(device, { createBuffer });
  }
  return bytes;
}

it.each([56, 224])("feeding a micro-batch of 8 cells at %i px with all changes", async (size) => {
  const backend = await openGpu();
  if (backend === null) return;
  const { cells, crops } = sampleCells(2, 4, size);
  const examples = cells.map((cell) => ({ ...cell, targets: Float32Array.of(1) }));
  const plan = { indices: [...examples.keys()], count: 8 };
  const sources: Record<string, BatchSource> = {
    "made by the processor": processorBatchSource(openCropReader(crops, size, 1e8)),
    "made on the GPU": gpuBatchSource(crops, size, { gpu: 1e8, processor: 1e8 }),
  };
  const table: Record<string, { milliseconds: string; bytes: number }> = {};
  for (const [name, source] of Object.entries(sources)) {
    let epoch = 0;
    const feed = async () => {
      epoch += 1;
      const augmentation = { options: defaultTrainingOptions.augmentation, seed: 1, epoch };
      const input = (await source.load(examples, plan, augmentation)).input();
      // Reading the sum waits for the batch, but transfers one number only.
      const sum = tf.sum(input);
      await sum.data();
      tf.dispose([input, sum]);
    };
    const taken = await milliseconds(9, feed);
    table[name] = { milliseconds: taken.toFixed(1), bytes: await bytesUploaded(feed) };
    source.close();
  }
  console.log(backend.info.adapter);
  console.table(table);
  const [processor, gpu] = Object.values(table);
  // Both include the uniforms of the sum, which tfjs adds.
  expect(gpu?.bytes).toBeLessThan(0.05 * (processor?.bytes as number));
  backend.close();
});

function openTrainer(backend: Backend, size: number): Trainer {
  const architecture = architectureFor("tiny", 4, 19);
  const { cells, crops } = sampleCells(8, 4, size);
  return {
    architecture,
    table: parameterTable(architecture),
    objective: inheritObjective({ gamma: 0, smoothing: 0.05, positiveWeights: new Array(19).fill(1) }),
    options: { ...defaultTrainingOptions, batchSize: 32, microBatchSize: 8 },
    source: gpuBatchSource(crops, size, { gpu: 1e8, processor: 1e8 }),
    examples: cells.map((cell) => ({
      ...cell,
      targets: Float32Array.from({ length: 19 }, (_, index) => (cell.labels.includes(index) ? 1 : 0)),
    })),
    bags: null,
    backend,
  };
}

/** Seconds from a fresh device to the end of the first step, and seconds of that step alone. */
async function firstStep(warm: boolean): Promise<{ whole: number; step: number; loss: number } | null> {
  const backend = await openGpu();
  if (backend === null) return null;
  const trainer = openTrainer(backend, 56);
  const frequencies = new Array(19).fill(0.1);
  let state = uploadState(initialise(trainer.architecture, 1, frequencies), trainer.table, "adamw", 0);
  const started = performance.now();
  if (warm) await warmUp(trainer);
  let [step, loss] = [0, 0];
  for await (const batch of trainEpoch(trainer, state, 1, 0, 1)) {
    state = batch.state;
    step = batch.seconds;
    loss = batch.loss;
  }
  const whole = (performance.now() - started) / 1000;
  disposeState(state);
  trainer.source.close();
  backend.close();
  return { whole, step, loss };
}

it("the first step of the tiny preset at 56 px, 32 cells, without and with the warm-up", async () => {
  // A driver may cache compiled shaders, so the first round is not counted, and the variants take turns.
  const rounds = [];
  for (const warm of [false, true, false, true, false]) rounds.push({ warm, ...(await firstStep(warm)) });
  const [, warmFirst, cold, warm] = rounds;
  console.table(rounds);
  expect(warmFirst?.loss).toBe(cold?.loss);
  if (cold?.step !== undefined) expect(warm?.step).toBeLessThan(cold.step);
});

it("the micro-batch that a probe finds for the tiny preset at 56 px, batch 32", async () => {
  const backend = await openGpu();
  if (backend === null) return;
  const trainer = openTrainer(backend, 56);
  for (const megabytes of [20, 60, 1000]) {
    const started = performance.now();
    const found = await probeMicroBatchSize(trainer, { bytes: megabytes * 1e6, seconds: 100 });
    const seconds = (performance.now() - started) / 1000;
    console.log(`within ${megabytes} MB: ${found} cells, found in ${seconds.toFixed(1)} s`);
    expect(32 % found).toBe(0);
  }
  trainer.source.close();
  backend.close();
});

it.each([
  ["tiny", 8, 56],
  ["resnet18", 4, 64],
] as const)("predicting with %s, %i crops of %i px", async (preset, batch, inputSize) => {
  const backend = await openGpu();
  if (backend === null) return;
  const architecture = architectureFor(preset, 4, 19);
  const parameters = trainedParameters(architecture);
  const shape = { batch, inputSize };
  const { input, expected } = await expectedLogits(architecture, parameters, shape);
  const own = (["f32", "f16"] as const).filter((type) => canOpenGpuInference(type, architecture, shape));
  const kinds: readonly InferenceKind[] = ["fused", ...own];
  const networks = [
    {
      name: "as trained",
      infer: (x: tf.Tensor4D) => forward(architecture, parameters, x, false),
      dispose: () => undefined,
    },
    ...kinds.map((kind) => ({ name: kind, ...openInferenceKind(kind, architecture, parameters, shape) })),
  ];
  const times = new Map<string, number[]>();
  const errors = new Map<string, number>();
  // The variants take turns, so that other work on the machine affects all of them. The first turn compiles.
  for (let round = 0; round <= 7; round += 1) {
    for (const { name, infer } of networks) {
      const started = performance.now();
      const result = tf.tidy(() => infer(input).logits);
      const values = (await result.data<"float32">()) as Float32Array;
      if (round > 0) times.set(name, [...(times.get(name) ?? []), performance.now() - started]);
      errors.set(name, logitError(values, expected));
      result.dispose();
    }
  }
  const median = (name: string) => [...(times.get(name) ?? [])].sort((a, b) => a - b)[3]!;
  console.log(backend.info.adapter);
  console.table(
    Object.fromEntries(
      networks.map(({ name }) => [
        name,
        {
          milliseconds: median(name).toFixed(1),
          ratio: (median(name) / median("as trained")).toFixed(2),
          "logits within": errors.get(name)?.toExponential(1),
        },
      ]),
    ),
  );
  for (const { name } of networks) expect(errors.get(name)).toBeLessThan(name === "f16" ? 1e-2 : 1e-4);
  for (const { dispose } of networks) dispose();
  input.dispose();
  disposeParameters(parameters);
  backend.close();
});
