import * as tf from "@tensorflow/tfjs-core";
import { afterEach, describe, expect, it } from "vitest";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { chooseKernels } from "../../../../src/learning/backend/choose-kernels.ts";
import { batchNormKernels } from "../../../../src/learning/kernels/batch-norm-kernels.ts";
import { gpuKernelNames, gpuKernels } from "../../../../src/learning/kernels/gpu-kernels.ts";
import { hasOwnKernel } from "../../../../src/learning/kernels/own-kernels.ts";

let backend: Backend | null = null;
afterEach(() => {
  backend?.close();
  backend = null;
});

describe("the trial of our kernels", () => {
  it("is in the backend's facts: each kernel is right here, and used if it is not slower", async () => {
    backend = await openBackend("webgpu");
    const trials = backend.info.kernels ?? [];
    const told = trials.map(
      ({ kernel, own, ownMilliseconds, stockMilliseconds }) =>
        `${kernel}: ours ${ownMilliseconds?.toFixed(1)} ms, tfjs's ${stockMilliseconds.toFixed(1)} ms, ${own ? "ours" : "tfjs's"} used`,
    );
    console.log(`${backend.info.adapter}\n${told.join("\n")}`);
    expect(trials.map(({ kernel }) => kernel)).toEqual(gpuKernelNames);
    for (const { own, ownMilliseconds, stockMilliseconds } of trials) {
      expect(ownMilliseconds).not.toBeNull();
      expect(own).toBe((ownMilliseconds as number) <= stockMilliseconds);
    }
    expect(hasOwnKernel(batchNormKernels.forward)).toBe(trials[0]?.own);
    expect(backend.failure()).toBeNull();
  });

  it("leaves no tensor behind, runs once per adapter, and applies its result again", async () => {
    backend = await openBackend("webgpu");
    const before = tf.memory().numTensors;
    const first = await chooseKernels("another name");
    expect(tf.memory().numTensors).toBe(before);
    gpuKernels["batch normalisation"](!first[0]?.own);
    expect(await chooseKernels("another name")).toBe(first);
    expect(hasOwnKernel(batchNormKernels.forward)).toBe(first[0]?.own);
  });
});
