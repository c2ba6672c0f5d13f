import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { type GpuKernelName, gpuKernels } from "../../../../src/learning/kernels/gpu-kernels.ts";
import { relativeError } from "../../../unit/learning/kernels/norm-reference.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("webgpu");
  for (const [name] of kernels) gpuKernels[name](false);
});
afterAll(() => backend.close());

/**
 * Batch, height, width, in, kernel, out, stride. The cases include odd sizes and channels, strides with a remainder,
 * tiles that are not full, and split sums.
 */
const cases = [
  [1, 7, 11, 3, 3, 5, 1],
  [3, 11, 7, 13, 3, 5, 2],
  [1, 7, 7, 5, 1, 13, 2],
  [3, 7, 11, 3, 1, 3, 1],
  [3, 11, 11, 4, 7, 13, 2],
  [1, 11, 7, 5, 7, 3, 1],
  [2, 9, 9, 33, 3, 40, 1],
  [3, 32, 31, 8, 3, 8, 1],
] as const;

const kernels: readonly (readonly [GpuKernelName, string, readonly string[]])[] = [
  ["convolution", "Conv2D", ["x", "filter"]],
  ["input gradient", "Conv2DBackpropInput", ["dy", "filter"]],
  ["filter gradient", "Conv2DBackpropFilter", ["x", "dy"]],
  ["filter gradient in tiles", "Conv2DBackpropFilter", ["x", "dy"]],
];

describe.each(kernels)("%s", (name, kernelName, inputNames) => {
  it.each(cases)("%i of %i x %i x %i, kernel %i, %i out, stride %i: equals tfjs's", async (...numbers) => {
    const [batch, height, width, inputs, kernel, outputs, stride] = numbers;
    const pad = (kernel - 1) / 2;
    const x: tf.Tensor4D = tf.randomNormal([batch, height, width, inputs], 0, 1, "float32", 1);
    const filter: tf.Tensor4D = tf.randomNormal([kernel, kernel, inputs, outputs], 0, 1, "float32", 2);
    const shape = tf.backend_util.computeConv2DInfo(x.shape, filter.shape, stride, 1, pad).outShape;
    const tensors: tf.NamedTensorMap = { x, filter, dy: tf.randomNormal(shape, 0, 1, "float32", 3) };
    const attributes = {
      strides: [stride, stride],
      pad: pad === 0 ? "valid" : pad,
      dilations: [1, 1],
      dataFormat: "NHWC",
      inputShape: x.shape,
      filterShape: filter.shape,
    };
    const run = async (own: boolean) => {
      gpuKernels[name](own);
      const given = Object.fromEntries(inputNames.map((input) => [input, tensors[input]!]));
      const result = tf.engine().runKernel(kernelName, given, attributes) as tf.Tensor;
      const values = await backend.guard(result.data());
      result.dispose();
      return values;
    };
    const expected = await run(false);
    const before = tf.memory().numTensors;
    const actual = await run(true);
    expect(tf.memory().numTensors).toBe(before);
    expect(relativeError(actual, expected)).toBeLessThan(1e-5);
    // The sums are added in the same order each time, so a second run gives the same bits.
    expect(await run(true)).toEqual(actual);
    gpuKernels[name](false);
    tf.dispose(Object.values(tensors));
    expect(backend.failure()).toBeNull();
  });
});
