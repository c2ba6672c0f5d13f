import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { gradCam, gradCamOf } from "../../../../src/learning/inference/grad-cam.ts";
import { type Architecture, parameterTable } from "../../../../src/learning/network/architecture.ts";
import { classActivationMaps } from "../../../../src/learning/network/class-activation-maps.ts";
import {
  disposeParameters,
  type Parameters,
  parameter,
  uploadParameters,
} from "../../../../src/learning/network/parameters.ts";
import { applyHead, forward } from "../../../../src/learning/network/resnet.ts";
import { drawNormal, randomStream } from "../../../../src/learning/random.ts";

const architecture: Architecture = {
  stem: { kernel: 3, stride: 2, maxPool: false },
  block: "basic",
  width: 4,
  stages: [1, 1],
  channels: 4,
  classes: 3,
};
const [batch, size, side, features] = [2, 16, 4, 8];

let backend: Backend;
let parameters: Parameters;
let input: tf.Tensor4D;

beforeAll(async () => {
  backend = await openBackend("cpu");
  const table = parameterTable(architecture);
  const named = new Map(
    table.map(({ name, shape, role }) => {
      const random = randomStream(5, name);
      const count = shape.reduce((product, length) => product * length, 1);
      const around = role === "scale" || role === "running-variance" ? 1 : 0;
      const values = Float32Array.from({ length: count }, () => around + 0.3 * Math.tanh(drawNormal(random)));
      return [name, { shape, values }];
    }),
  );
  parameters = uploadParameters(named, table);
  const random = randomStream(6, "input");
  input = tf.tensor4d(Float32Array.from({ length: batch * size * size * 4 }, random), [batch, size, size, 4]);
});
afterAll(() => {
  input.dispose();
  disposeParameters(parameters);
  backend.close();
});

describe("gradCamOf", () => {
  it("equals an example that was computed by hand", async () => {
    // Two features on a 1 x 2 map. The logit is a² + a d - 3 b, where the letters name the values of the map.
    const map = tf.tensor4d([1, 2, 3, 4], [1, 1, 2, 2]); // a = 1, b = 2 | c = 3, d = 4
    const place = (x: tf.Tensor, column: number, feature: number) => tf.slice(x, [0, 0, column, feature], [1, 1, 1, 1]);
    const cam = gradCamOf(map, (x) => {
      const [a, b, d] = [place(x, 0, 0), place(x, 0, 1), place(x, 1, 1)];
      return tf.reshape<tf.Rank.R1>(tf.sub(tf.add(tf.square(a), tf.mul(a, d)), tf.mul(b, 3)), [1]);
    });
    // Gradients of a and c: 2 a + d = 6 and 0, so feature 0 has weight 3. Of b and d: -3 and a = 1, so feature 1 has
    // -1. The two places are 3 * 1 - 2 = 1 and 3 * 3 - 4 = 5.
    expect(Array.from(await cam.data())).toEqual([1, 5]);
    // Feature 1 alone is evidence against the class, so nothing is left.
    const against = gradCamOf(map, (x) => tf.reshape<tf.Rank.R1>(tf.neg(place(x, 0, 1)), [1]));
    expect(Array.from(await against.data())).toEqual([0, 0]);
    tf.dispose([map, cam, against]);
  });
});

describe("gradCam", () => {
  const classIndex = 1;

  it("weights the activations by the gradient of the logit, compared with finite differences", async () => {
    const before = tf.memory().numTensors;
    const cam = gradCam(architecture, parameters, input, classIndex);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(cam.shape).toEqual([batch, side, side]);

    const { lastMap } = forward(architecture, parameters, input, false);
    const maps = (await lastMap.data()) as Float32Array;
    const logitsOf = async (values: Float32Array) => {
      const logits = tf.tidy(() => applyHead(parameters, tf.tensor4d(values, [batch, side, side, features])).logits);
      return logits.array();
    };
    const step = 0.01;
    const expected = new Float64Array(batch * side * side);
    for (let feature = 0; feature < features; feature += 1) {
      const moved = (by: number) => maps.map((value, index) => value + (index % features === feature ? by : 0));
      const [high, low] = [await logitsOf(moved(step)), await logitsOf(moved(-step))] as number[][][];
      for (let cell = 0; cell < batch; cell += 1) {
        const slope = ((high?.[cell]?.[classIndex] ?? 0) - (low?.[cell]?.[classIndex] ?? 0)) / (2 * step);
        for (let at = cell * side * side; at < (cell + 1) * side * side; at += 1) {
          // All places change together, so the slope is the sum of their gradients. The weight is their mean.
          expected[at] = (expected[at] ?? 0) + ((maps[at * features + feature] ?? 0) * slope) / side ** 2;
        }
      }
    }
    const scale = Math.max(...expected);
    expect(scale).toBeGreaterThan(0);
    expect(Math.min(...expected)).toBeLessThan(0);
    (await cam.data()).forEach((value, index) => {
      expect(Math.abs(value - Math.max(0, expected[index]!))).toBeLessThan(1e-3 * scale);
    });
    tf.dispose([cam, lastMap]);
  });

  it("is the rectified class-activation map divided by the places of the map", async () => {
    const { lastMap, logits } = forward(architecture, parameters, input, false);
    const maps = classActivationMaps(parameters, lastMap); // [batch, side, side, classes]
    // The mean of a map plus the bias is the logit (Zhou et al. 2016).
    const rebuilt = tf.add(tf.mean(maps, [1, 2]), parameter(parameters, "fc.bias"));
    const [given, expected] = [await logits.data(), await rebuilt.data()];
    expected.forEach((value, index) => {
      expect(given[index]).toBeCloseTo(value, 5);
    });
    for (let label = 0; label < 3; label += 1) {
      const cam = await gradCam(architecture, parameters, input, label).data();
      const all = await maps.data();
      cam.forEach((value, place) => {
        expect(value).toBeCloseTo(Math.max(0, all[place * 3 + label]!) / side ** 2, 6);
      });
    }
  });
});
