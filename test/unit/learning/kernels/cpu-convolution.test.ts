import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerCpuConvolution } from "../../../../src/learning/kernels/cpu-convolution.ts";

const names = ["Conv2D", "Conv2DBackpropInput"];
const stock = names.map((name) => tf.getKernel(name, "cpu"));
const restoreStock = () => {
  for (const kernel of stock) {
    tf.unregisterKernel(kernel.kernelName, "cpu");
    tf.registerKernel(kernel);
  }
};
beforeAll(async () => {
  await tf.setBackend("cpu");
});
afterAll(restoreStock);

/**
 * Batch, input [height, width, in], kernel, out, stride, pad. The cases include odd sizes, strides with a remainder,
 * and inputs that no output uses.
 */
const cases = [
  [1, 5, 5, 1, 1, 1, 1, 0],
  [3, 7, 9, 3, 3, 5, 1, 1],
  [2, 8, 6, 4, 3, 2, 2, 1],
  [2, 11, 13, 5, 7, 3, 2, 3],
  [1, 6, 7, 13, 1, 4, 2, 0],
  [2, 7, 7, 8, 3, 8, 1, 1],
  [1, 8, 9, 2, 2, 3, 3, 0],
] as const;

async function expectSame(run: () => tf.Tensor): Promise<void> {
  restoreStock();
  const expected = await run().data();
  registerCpuConvolution();
  const actual = await run().data();
  const scale = Math.max(...expected.map(Math.abs));
  expect(scale).toBeGreaterThan(0);
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) {
    expect(Math.abs(actual[index]! - value)).toBeLessThan(1e-5 * scale);
  }
}

describe("registerCpuConvolution", () => {
  it.each(cases)(
    "equals tfjs's kernels for %i of %i x %i x %i, kernel %i, %i out, stride %i, pad %i",
    async (...numbers) => {
      const [batch, height, width, inputs, kernel, outputs, stride, pad] = numbers;
      const x: tf.Tensor4D = tf.randomNormal([batch, height, width, inputs], 0, 1, "float32", 1);
      const filter: tf.Tensor4D = tf.randomNormal([kernel, kernel, inputs, outputs], 0, 1, "float32", 2);
      const convolved = tf.conv2d(x, filter, stride, pad);
      const dy = tf.randomNormal(convolved.shape, 0, 1, "float32", 3);
      await expectSame(() => tf.conv2d(x, filter, stride, pad));
      const attributes = { strides: [stride, stride], pad, dataFormat: "NHWC", inputShape: x.shape };
      await expectSame(() => tf.engine().runKernel("Conv2DBackpropInput", { dy, filter }, attributes) as tf.Tensor);
    },
  );
});
