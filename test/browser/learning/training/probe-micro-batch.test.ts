import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { releaseFreeBuffers } from "../../../../src/learning/backend/release-free-buffers.ts";
import { gpuKernelNames, gpuKernels } from "../../../../src/learning/kernels/gpu-kernels.ts";
import {
  probeLimits,
  probeMicroBatchSize,
  settleMicroBatchSize,
} from "../../../../src/learning/training/probe-micro-batch.ts";
import { throwAwayStep } from "../../../../src/learning/training/throw-away-step.ts";
import type { Trainer } from "../../../../src/learning/training/trainer.ts";
import { openTrainer } from "../open-trainer.ts";

// All tests share one backend, because its shaders take longer than its steps.
let backend: Backend;
let gpu: WebGPUBackend;
let trainer: Trainer;
let restoreDevice = () => undefined as unknown;
beforeAll(async () => {
  backend = await openBackend();
  gpu = tf.backend() as WebGPUBackend;
  const { device } = gpu;
  const { createBuffer, popErrorScope } = device;
  restoreDevice = () => Object.assign(device, { createBuffer, popErrorScope });
  // At 32 px the activations need more memory than the weights, so the sizes differ clearly.
  trainer = openTrainer(backend, { batchSize: 16, microBatchSize: 0 }, 32);
});
afterEach(() => restoreDevice());
afterAll(() => {
  trainer.source.close();
  backend.close();
});

const generous = { bytes: 2 ** 40, seconds: 1000 };

/** Bytes on the GPU after a step of this many cells. */
async function bytesAfter(cells: number): Promise<number> {
  releaseFreeBuffers();
  const loss = throwAwayStep(trainer, cells);
  await backend.guard(loss.data());
  loss.dispose();
  return gpu.bufferManager.numBytesAllocated;
}

/** Makes the GPU refuse more than `bytes` in total. */
function refuseAbove(bytes: number, how: string): void {
  const { device, bufferManager } = gpu;
  const createBuffer = device.createBuffer.bind(device);
  const popErrorScope = device.popErrorScope.bind(device);
  let refused = false;
  device.createBuffer = (descriptor) => {
    if (bufferManager.numBytesAllocated + descriptor.size > bytes) {
      if (how === "throws") throw new RangeError("createBuffer failed, size is too large");
      refused = true;
    }
    return createBuffer(descriptor);
  };
  device.popErrorScope = async () => {
    const error = await popErrorScope();
    if (!refused) return error;
    refused = false;
    return new GPUOutOfMemoryError("no memory");
  };
}

describe("probeMicroBatchSize", () => {
  it("finds the whole batch if it fits, and frees its memory", async () => {
    const tensors = tf.memory().numTensors;
    releaseFreeBuffers();
    const bytes = gpu.bufferManager.numBytesAllocated;
    expect(await probeMicroBatchSize(trainer, generous)).toBe(16);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(gpu.bufferManager.numBytesAllocated).toBe(bytes);
    expect(backend.failure()).toBeNull();
  });

  it.each(["reports", "throws"])(
    "finds the largest size that fits when the GPU %s that it is out of memory",
    async (how) => {
      refuseAbove(1.1 * (await bytesAfter(8)), how);
      expect(await probeMicroBatchSize(trainer, generous)).toBe(8);
      expect(backend.failure()).toBeNull();
    },
  );

  it.each([
    ["reports", "our kernels", gpuKernelNames],
    ["reports", "tfjs's kernels", []],
    ["throws", "our kernels", gpuKernelNames],
    ["throws", "tfjs's kernels", []],
    // With this choice, the buffers of a step that failed would leave no room for two cells.
    ["throws", "our batch normalisation", ["batch normalisation"]],
  ])("goes down from 8 cells when the GPU %s that they do not fit, with %s", async (how, _, own) => {
    // The choice of kernels depends on their speed, and the memory of a step depends on the kernels.
    for (const name of gpuKernelNames) gpuKernels[name](own.includes(name));
    refuseAbove(((await bytesAfter(4)) + (await bytesAfter(2))) / 2, how);
    expect(await probeMicroBatchSize(trainer, generous)).toBe(2);
    // A refused buffer must not be used later.
    const loss = throwAwayStep(trainer, 2);
    expect((await backend.guard(loss.data())).every(Number.isFinite)).toBe(true);
    loss.dispose();
    expect(backend.failure()).toBeNull();
  });

  it("does not try a size that would be too large or too slow according to the last step", async () => {
    expect(await probeMicroBatchSize(trainer, { bytes: 1, seconds: 1000 })).toBe(8);
    expect(await probeMicroBatchSize(trainer, { bytes: 2 ** 40, seconds: 0 })).toBe(8);
    const eight = await bytesAfter(8);
    // The bytes of a step grow with its cells, except for those of the weights.
    expect(await probeMicroBatchSize(trainer, { bytes: 2.1 * eight, seconds: 1000 })).toBe(16);
  });

  it("allows half of the memory that the browser reports", () => {
    expect(probeLimits(8).bytes).toBe(4 * 2 ** 30);
    expect(probeLimits(undefined).bytes).toBe(2 * 2 ** 30);
  });
});

describe("settleMicroBatchSize", () => {
  it("keeps a chosen size, and is cautious on a software adapter", async () => {
    const chosen = { ...trainer, options: { ...trainer.options, microBatchSize: 4 } };
    expect(await settleMicroBatchSize(chosen)).toBe(chosen);
    expect((await settleMicroBatchSize(trainer)).options.microBatchSize).toBe(8);
  });

  it("probes on a real GPU", async () => {
    const real = { ...backend, info: { ...backend.info, software: false } };
    refuseAbove(((await bytesAfter(4)) + (await bytesAfter(2))) / 2, "reports");
    expect((await settleMicroBatchSize({ ...trainer, backend: real })).options.microBatchSize).toBe(2);
  });
});
