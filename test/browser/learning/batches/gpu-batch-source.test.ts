import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { AugmentationOptions } from "../../../../src/domain/training/training-options.ts";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import type { BatchSource } from "../../../../src/learning/batches/batch-source.ts";
import type { Augmentation, MicroBatchPlan } from "../../../../src/learning/batches/batches.ts";
import { openCropReader } from "../../../../src/learning/batches/crop-reader.ts";
import { gpuBatchSource } from "../../../../src/learning/batches/gpu-batch-source.ts";
import { processorBatchSource } from "../../../../src/learning/batches/processor-batch-source.ts";
import { sampleCells } from "../../../unit/learning/sample-crops.ts";

let backend: Backend;
let device: GPUDevice;
beforeAll(async () => {
  backend = await openBackend();
  expect(backend.info.kind).toBe("webgpu");
  ({ device } = tf.backend() as WebGPUBackend);
});
afterAll(() => backend.close());

const opened: BatchSource[] = [];
afterEach(() => {
  for (const source of opened.splice(0)) source.close();
});

const still: AugmentationOptions = { flips: false, rightAngles: false, rotation: 0, scale: 0, intensity: 0 };
const wild: AugmentationOptions = { flips: true, rightAngles: true, rotation: 180, scale: 0.5, intensity: 0.5 };

function sampleAt(size: number, stored = size) {
  const { cells, crops, reads } = sampleCells(3, 4, stored);
  const examples = cells.map((cell, index) => ({ ...cell, targets: Float32Array.of(index, 1) }));
  const onGpu = (gpu: number) => {
    const source = gpuBatchSource(crops, size, { gpu, processor: 1e6 });
    opened.push(source);
    return source;
  };
  return { examples, reads, onGpu, onProcessor: processorBatchSource(openCropReader(crops, size, 0)) };
}

/** Reads the values of a batch's input and disposes its tensor. */
async function valuesOf(
  source: BatchSource,
  examples: Parameters<BatchSource["load"]>[0],
  plan: MicroBatchPlan,
  augmentation: Augmentation | null,
): Promise<Float32Array> {
  const batch = await source.load(examples, plan, augmentation);
  const input = batch.input();
  const values = await backend.guard(input.data<"float32">());
  input.dispose();
  return values as Float32Array;
}

function largestDifference(actual: Float32Array, expected: Float32Array): number {
  expect(actual).toHaveLength(expected.length);
  return expected.reduce((worst, value, index) => Math.max(worst, Math.abs(value - actual[index]!)), 0);
}

const plan: MicroBatchPlan = { indices: [7, 0, 11, 3, 7], count: 4 };

/** Counts the bytes that `work` writes to the GPU. */
async function bytesWritten(work: () => Promise<unknown>): Promise<number> {
  const { queue } = device;
  const write = queue.writeBuffer;
  let bytes = 0;
  queue.writeBuffer = (...parameters: Parameters<typeof write>) => {
    bytes += parameters[2]!.byteLength;
    write.apply(queue, parameters);
  };
  try {
    await work();
  } finally {
    queue.writeBuffer = write;
  }
  return bytes;
}

describe("gpuBatchSource", () => {
  it.each([
    ["nothing", 8, null],
    ["no change", 9, still],
    ["mirrors and right angles", 9, { ...still, flips: true, rightAngles: true }],
    ["everything, 8 px", 8, wild],
    ["everything, 13 px", 13, wild],
    ["everything, 56 px", 56, wild],
  ] as const)("makes the processor's batch: %s", async (_, size, options) => {
    const { examples, onGpu, onProcessor } = sampleAt(size);
    for (const epoch of [1, 2, 3]) {
      const augmentation = options && { options, seed: 5, epoch };
      const expected = await valuesOf(onProcessor, examples, plan, augmentation);
      const actual = await valuesOf(onGpu(1e6), examples, plan, augmentation);
      // With 24 bits, the position of a sample is within 1e-5 px, so values differ by far less than one grey level.
      expect(largestDifference(actual, expected)).toBeLessThan(0.02 / 255);
      expect(Math.max(...expected)).toBeGreaterThan(0.5);
    }
  });

  it("makes the same synthetic cells as the processor, with their targets", async () => {
    const { examples, onGpu, onProcessor } = sampleAt(8);
    const helper = { share: 0.3, targets: Float32Array.of(-1, -1) };
    const helpers = [null, 0, 3].map((greenFrom) => ({ ...helper, greenFrom }));
    const all = { indices: [...examples.keys()], count: examples.length };
    const augmentation = { options: wild, helpers, seed: 3, epoch: 1 };
    const plain = await valuesOf(onProcessor, examples, all, { ...augmentation, helpers: [] });
    const expected = await valuesOf(onProcessor, examples, all, augmentation);
    expect(largestDifference(plain, expected)).toBeGreaterThan(0.1);
    const source = onGpu(1e6);
    expect(largestDifference(await valuesOf(source, examples, all, augmentation), expected)).toBeLessThan(0.02 / 255);
    const { targets } = await source.load(examples, all, augmentation);
    expect(targets).toEqual((await onProcessor.load(examples, all, augmentation)).targets);
    expect(targets.filter((value) => value === -1).length).toBeGreaterThan(examples.length);
  });

  it("reduces stored crops as the processor does, with the same labels", async () => {
    const { examples, onGpu, onProcessor } = sampleAt(7, 16);
    const source = onGpu(1e6);
    const expected = await valuesOf(onProcessor, examples, plan, null);
    expect(largestDifference(await valuesOf(source, examples, plan, null), expected)).toBeLessThan(1e-6);
    const { input: _, ...labels } = await onProcessor.load(examples, plan, null);
    expect(await source.load(examples, plan, null)).toMatchObject(labels);
  });

  it("reads each crop once and then uploads twelve numbers per cell", async () => {
    const { examples, reads, onGpu } = sampleAt(16);
    const source = onGpu(1e6);
    const augmentation = { options: wild, seed: 1, epoch: 1 };
    const all = { indices: [...examples.keys()], count: examples.length };
    const first = await bytesWritten(() => valuesOf(source, examples, all, augmentation));
    expect(reads()).toBe(12);
    expect(first).toBe(12 * (16 * 16 * 4 + 48));
    const second = await bytesWritten(() => valuesOf(source, examples, all, { ...augmentation, epoch: 2 }));
    expect(reads()).toBe(12);
    expect(second).toBe(12 * 48);
  });

  it.each([0, 1, 3, 5])("uploads crops that do not fit into a cache for %i crops", async (kept) => {
    const { examples, onGpu, onProcessor } = sampleAt(8);
    const source = onGpu(kept * 8 * 8 * 4);
    for (const epoch of [1, 2]) {
      const augmentation = { options: wild, seed: 2, epoch };
      const expected = await valuesOf(onProcessor, examples, plan, augmentation);
      expect(largestDifference(await valuesOf(source, examples, plan, augmentation), expected)).toBeLessThan(
        0.02 / 255,
      );
    }
    const again = await bytesWritten(() => valuesOf(source, examples, plan, null));
    const inCache = plan.indices.filter((index) => [7, 0, 11, 3].slice(0, kept).includes(index)).length;
    expect(again).toBe(5 * 48 + (5 - inCache) * 8 * 8 * 4);
  });

  it("grows with a larger batch and leaves no tensor behind", async () => {
    const { examples, onGpu, onProcessor } = sampleAt(8);
    const source = onGpu(1e6);
    const before = tf.memory().numTensors;
    for (const indices of [[1], [4, 2, 9], [3], [...examples.keys()]]) {
      const part = { indices, count: indices.length };
      const expected = await valuesOf(onProcessor, examples, part, null);
      expect(largestDifference(await valuesOf(source, examples, part, null), expected)).toBeLessThan(1e-6);
    }
    // This batch is loaded but never used, as when a run is stopped.
    await source.load(examples, plan, null);
    expect(tf.memory().numTensors).toBe(before);
    expect(backend.failure()).toBeNull();
  });
});
