import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerCpuFilterGradient } from "../../../../src/learning/kernels/cpu-filter-gradient.ts";

const stock = tf.getKernel("Conv2DBackpropFilter", "cpu");
beforeAll(async () => {
  await tf.setBackend("cpu");
});
afterAll(() => {
  tf.unregisterKernel("Conv2DBackpropFilter", "cpu");
  tf.registerKernel(stock);
});

/** Input [height, width, in], kernel, out, stride, pad. The cases include odd sizes and strides with a remainder. */
const cases = [
  [5, 5, 1, 1, 1, 1, 0],
  [7, 9, 3, 3, 5, 1, 1],
  [8, 6, 4, 3, 2, 2, 1],
  [11, 13, 2, 7, 3, 2, 3],
  [6, 7, 5, 1, 4, 2, 0],
] as const;

describe("registerCpuFilterGradient", () => {
  it.each(cases)("equals tfjs's kernel for %i x %i x %i, kernel %i, %i out, stride %i, pad %i", async (...numbers) => {
    const [height, width, inputs, kernel, outputs, stride, pad] = numbers;
    const side = (length: number) => Math.floor((length + 2 * pad - kernel) / stride) + 1;
    const x = tf.randomNormal([2, height, width, inputs], 0, 1, "float32", 1);
    const dy = tf.randomNormal([2, side(height), side(width), outputs], 0, 1, "float32", 2);
    const attributes = {
      strides: [stride, stride],
      pad,
      dataFormat: "NHWC",
      filterShape: [kernel, kernel, inputs, outputs],
    };
    const run = async (): Promise<Float32Array> => {
      const result = tf.engine().runKernel("Conv2DBackpropFilter", { x, dy }, attributes) as tf.Tensor;
      return (await result.data()) as Float32Array;
    };
    tf.unregisterKernel("Conv2DBackpropFilter", "cpu");
    tf.registerKernel(stock);
    const expected = await run();
    registerCpuFilterGradient();
    const actual = await run();
    const scale = Math.max(...expected.map(Math.abs));
    expect(scale).toBeGreaterThan(0);
    for (const [index, value] of expected.entries()) {
      expect(Math.abs(actual[index]! - value)).toBeLessThan(1e-5 * scale);
    }
  });
});
