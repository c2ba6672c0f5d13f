import "@tensorflow/tfjs-core/dist/register_all_gradients";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { focalLoss } from "../../../../src/learning/weak-labels/focal-loss.ts";
import golden from "../../../golden/learning-torch.json" with { type: "json" };
import { expectGradientByDifferences } from "../finite-differences.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("cpu");
});
afterAll(() => backend.close());

describe("focalLoss", () => {
  const { logits, targets, weights, cases } = golden.focal;

  it.each(cases)("equals torch at gamma $gamma, smoothing $smoothing, for extreme logits too", async (reference) => {
    const { gamma, smoothing } = reference;
    const x = tf.tensor2d(logits, [2, 4]);
    const t = tf.tensor2d(targets, [2, 4]);
    const mask = tf.ones([2]) as tf.Tensor1D;
    const options = { gamma, smoothing, positiveWeights: weights };
    const { value, grad } = tf.valueAndGrad((point) => focalLoss(point as tf.Tensor2D, t, mask, options))(x);
    const [loss = Number.NaN] = await value.data();
    expect(loss / reference.loss).toBeCloseTo(1, 5);
    const gradient = await grad.data();
    for (const [index, expected] of reference.gradient.entries()) {
      expect(gradient[index], `logit ${logits[index]}`).toBeCloseTo(expected, 5);
    }
  });

  it("has the gradient of finite differences", async () => {
    const t = tf.tensor2d([1, 0, 0, 1, 1, 0], [2, 3]);
    const mask = tf.tensor1d([1, 0.5]);
    const options = { gamma: 2, smoothing: 0.1, absentInCell: 0.3, positiveWeights: [1, 4, 2] };
    const points = [-1.5, 0.4, 2, 0.3, -0.2, 1];
    await expectGradientByDifferences((x) => focalLoss(x as tf.Tensor2D, t, mask, options), points, [2, 3], 1e-2, 2e-3);
  });

  it("ignores masked examples", async () => {
    const t = tf.tensor2d([1, 0, 0, 1], [2, 2]);
    const options = { gamma: 2, smoothing: 0, positiveWeights: [1, 1] };
    const loss = (second: number) =>
      focalLoss(tf.tensor2d([0.5, -1, second, second], [2, 2]), t, tf.tensor1d([1, 0]), options).data();
    expect(await loss(3)).toEqual(await loss(-40));
  });

  it.each([1, 10])(
    "is least for a cell without the class at the smoothed target, whatever the weight: %s",
    async (weight) => {
      const options = { gamma: 0, smoothing: 0.05, positiveWeights: [weight] };
      const absent = tf.tensor2d([0], [1, 1]);
      const target = Math.log(0.025 / 0.975);
      const slope = tf.grad((x) => focalLoss(x as tf.Tensor2D, absent, tf.tensor1d([1]), options));
      const [value] = await slope(tf.tensor2d([target], [1, 1])).data();
      expect(value).toBeCloseTo(0, 6);
    },
  );

  it.each([
    ["present", 1, 1 - 0.05 / 2 - 0.345 * 0.95],
    ["absent", 0, 0.05 / 2],
  ])("lowers the target of a label that may be absent in the cell, and no other: %s", async (_name, label, target) => {
    const options = { gamma: 0, smoothing: 0.05, absentInCell: 0.345, positiveWeights: [3] };
    const given = tf.tensor2d([label], [1, 1]);
    const slope = tf.grad((x) => focalLoss(x as tf.Tensor2D, given, tf.tensor1d([1]), options));
    const [value] = await slope(tf.tensor2d([Math.log(target / (1 - target))], [1, 1])).data();
    expect(value).toBeCloseTo(0, 6);
    const [beyond = 0] = await slope(tf.tensor2d([Math.log(target / (1 - target)) + 0.1], [1, 1])).data();
    expect(beyond).toBeGreaterThan(0.001);
  });

  it("counts an example that has the class as often as its weight says", async () => {
    const loss = async (weight: number, label: number) => {
      const options = { gamma: 2, smoothing: 0.1, positiveWeights: [weight] };
      const [value = 0] = await focalLoss(
        tf.tensor2d([0.4], [1, 1]),
        tf.tensor2d([label], [1, 1]),
        tf.tensor1d([1]),
        options,
      ).data();
      return value;
    };
    expect((await loss(3, 1)) / (await loss(1, 1))).toBeCloseTo(3, 5);
    expect((await loss(3, 0)) / (await loss(1, 0))).toBeCloseTo(1, 5);
  });

  it("is binary cross-entropy at gamma 0", async () => {
    const probability = 1 / (1 + Math.exp(-0.7));
    const options = { gamma: 0, smoothing: 0, positiveWeights: [1, 1] };
    const t = tf.tensor2d([1, 0], [1, 2]);
    const [loss] = await focalLoss(tf.tensor2d([0.7, 0.7], [1, 2]), t, tf.tensor1d([1]), options).data();
    expect(loss).toBeCloseTo(-(Math.log(probability) + Math.log(1 - probability)) / 2, 6);
  });
});
