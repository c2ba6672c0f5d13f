import "@tensorflow/tfjs-core/dist/register_all_gradients";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { normaliseBatch, updateRunning } from "../../../../src/learning/network/batch-norm.ts";
import { relu } from "../../../../src/learning/network/relu.ts";
import { expectGradientByDifferences } from "../finite-differences.ts";
import { wave } from "../golden-wave.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("cpu");
});
afterAll(() => backend.close());

const shape: [number, number, number, number] = [2, 3, 2, 3];
const values = Array.from(wave(36, 0.4), (value) => 2 * value + 0.5);
const scale = [0.7, -1.2, 1.5];
const shift = [0.1, 0.2, -0.3];

/** A loss in which every output has a different weight. */
function lossOf(x: tf.Tensor, factor: tf.Tensor, offset: tf.Tensor): tf.Scalar {
  const { normalised, statistics } = normaliseBatch(x as tf.Tensor4D, factor as tf.Tensor1D, offset as tf.Tensor1D);
  tf.dispose([statistics.mean, statistics.variance]);
  const probe = tf.tensor4d(Float32Array.from(wave(36, 2.2)), shape);
  return tf.sum(tf.mul(tf.square(normalised), probe));
}

describe("normaliseBatch", () => {
  it("has the gradients of finite differences for the input, the scale and the shift", async () => {
    const input = tf.tensor4d(values, shape);
    const factor = tf.tensor1d(scale);
    const offset = tf.tensor1d(shift);
    await expectGradientByDifferences((x) => lossOf(x, factor, offset), values, shape, 1e-2, 5e-3);
    await expectGradientByDifferences((x) => lossOf(input, x, offset), scale, [3], 1e-2, 5e-3);
    await expectGradientByDifferences((x) => lossOf(input, factor, x), shift, [3], 1e-2, 5e-3);
    tf.dispose([input, factor, offset]);
  });

  it("returns the mean and the unbiased variance of each channel", async () => {
    const { normalised, statistics } = normaliseBatch(tf.tensor4d(values, shape), tf.ones([3]), tf.zeros([3]));
    const mean = await statistics.mean.data();
    const variance = await statistics.variance.data();
    const output = await normalised.data();
    for (const channel of [0, 1, 2]) {
      const column = values.filter((_, index) => index % 3 === channel);
      const average = column.reduce((sum, value) => sum + value, 0) / column.length;
      const spread = column.reduce((sum, value) => sum + (value - average) ** 2, 0);
      expect(mean[channel]).toBeCloseTo(average, 5);
      expect(variance[channel]).toBeCloseTo(spread / (column.length - 1), 5);
      const deviation = Math.sqrt(spread / column.length + 1e-5);
      expect(output[channel]).toBeCloseTo((values[channel]! - average) / deviation, 4);
    }
  });

  it("leaves no tensor behind except its results", () => {
    const inputs = [tf.tensor4d(values, shape), tf.tensor1d(scale), tf.tensor1d(shift)] as const;
    const before = tf.memory().numTensors;
    const gradients = tf.grads((x, factor, offset) => lossOf(x as tf.Tensor, factor as tf.Tensor, offset as tf.Tensor))(
      [...inputs],
    );
    expect(tf.memory().numTensors).toBe(before + 3);
    tf.dispose([...gradients, ...inputs]);
  });
});

describe("updateRunning", () => {
  it("uses a tenth of the batch's value in the long run, as torch does", async () => {
    const updated = await updateRunning(tf.tensor1d([1, -2]), tf.tensor1d([3, 8]), 100).data();
    expect(updated[0]).toBeCloseTo(1.2, 6);
    expect(updated[1]).toBeCloseTo(-1, 6);
  });

  it("is the plain mean of the first batches, whatever its start value", async () => {
    let running: tf.Tensor = tf.tensor1d([1]);
    for (const [seen, value] of [4, 6, 11].entries()) running = updateRunning(running, tf.tensor1d([value]), seen);
    expect((await running.data())[0]).toBeCloseTo(7, 6);
  });
});

describe("relu", () => {
  it("has the gradient of tfjs's relu", async () => {
    const x = tf.tensor1d([-2, -0.5, 0, 0.5, 3]);
    const own = tf.grad((value) => tf.sum(tf.square(relu(value))))(x);
    const stock = tf.grad((value) => tf.sum(tf.square(tf.relu(value))))(x);
    expect([...(await own.data())]).toEqual([...(await stock.data())]);
  });
});
