import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NamedTensor, NamedTensors } from "../../../../src/domain/training/checkpoint.ts";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { normaliseRunning } from "../../../../src/learning/network/batch-norm.ts";
import { uploadParameters } from "../../../../src/learning/network/parameters.ts";
import { imageNetNormalisation, widenStem } from "../../../../src/learning/weights/widen-stem.ts";
import { wave } from "../golden-wave.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("cpu");
});
afterAll(() => backend.close());

const outputs = 5;
const vector = (phase: number): NamedTensor => ({ shape: [outputs], values: Float32Array.from(wave(outputs, phase)) });
const stem: NamedTensors = new Map([
  ["conv1.weight", { shape: [outputs, 3, 7, 7], values: Float32Array.from(wave(outputs * 3 * 49, 0.4)) }],
  ["bn1.weight", vector(1)],
  ["bn1.bias", vector(2)],
  ["bn1.running_mean", vector(3)],
  ["bn1.running_var", { shape: [outputs], values: new Float32Array(outputs).fill(2) }],
]);

/** First convolution and normalisation, without padding, for one output pixel. */
async function respond(tensors: NamedTensors, input: tf.Tensor4D): Promise<Float32Array> {
  const table = [...tensors].map(([name, { shape }]) => ({ name, shape, role: "convolution" as const }));
  const parameters = uploadParameters(tensors, table);
  const at = (name: string) => parameters.get(name) as tf.Tensor1D;
  const x = tf.conv2d(input, parameters.get("conv1.weight") as tf.Tensor4D, 1, "valid");
  const running = { mean: at("bn1.running_mean"), variance: at("bn1.running_var") };
  return normaliseRunning(x, at("bn1.weight"), at("bn1.bias"), running).data<"float32">();
}

describe("widenStem", () => {
  const size = 9;
  const grey = Float32Array.from(wave(size * size, 0.2), (value) => 0.5 + 0.4 * value);
  const { mean, deviation } = imageNetNormalisation;

  it("gives the same output for a grey image as the stem for colours gives for the normalised image", async () => {
    const colours = tf.tensor4d(
      Array.from(grey).flatMap((value) => [0, 1, 2].map((c) => (value - mean[c]!) / deviation[c]!)),
      [1, size, size, 3],
    );
    const channels = tf.tensor4d(
      Array.from(grey).flatMap((value) => [value, value, value, value]),
      [1, size, size, 4],
    );
    const expected = await respond(stem, colours);
    const actual = await respond(widenStem(stem, imageNetNormalisation), channels);
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(1);
    actual.forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index]!, 3);
    });
  });

  it("keeps red, green and blue in their places, at 3/4, and gives yellow their mean", () => {
    const plain = { mean: [0, 0, 0], deviation: [1, 1, 1] } as const;
    const before = stem.get("conv1.weight")!.values;
    const widened = widenStem(stem, plain);
    const { shape, values } = widened.get("conv1.weight")!;
    expect(shape).toEqual([outputs, 4, 7, 7]);
    const [output, pixel] = [3, 20];
    const old = [0, 1, 2].map((colour) => before[(output * 3 + colour) * 49 + pixel]!);
    const now = [0, 1, 2, 3].map((channel) => values[(output * 4 + channel) * 49 + pixel]!);
    [...old.map((value) => 0.75 * value), (0.75 * old.reduce((sum, value) => sum + value)) / 3].forEach(
      (value, channel) => {
        expect(now[channel]).toBeCloseTo(value, 6);
      },
    );
    expect(widened.get("bn1.running_mean")).toEqual(stem.get("bn1.running_mean"));
  });

  it("does not change the given weights", () => {
    const before = stem.get("bn1.running_mean")!.values.slice();
    widenStem(stem, imageNetNormalisation);
    expect(stem.get("bn1.running_mean")!.values).toEqual(before);
  });
});
