import { expect, it } from "vitest";
import { startFromWeights } from "../../../../src/learning/weights/start-from-weights.ts";

const of = (value: number) => ({ shape: [1], values: Float32Array.of(value) });

it("uses the backbone of the weights, and their head only if it is kept", () => {
  const fresh = new Map([
    ["conv1.weight", of(1)],
    ["fc.weight", of(2)],
    ["fc.bias", of(3)],
  ]);
  const weights = new Map([
    ["conv1.weight", of(10)],
    ["fc.weight", of(20)],
    ["fc.bias", of(30)],
  ]);
  const values = (keeps: boolean) =>
    [...startFromWeights(fresh, weights, keeps)].map(([name, t]) => [name, t.values[0]]);
  expect(values(true)).toEqual([
    ["conv1.weight", 10],
    ["fc.weight", 20],
    ["fc.bias", 30],
  ]);
  expect(values(false)).toEqual([
    ["conv1.weight", 10],
    ["fc.weight", 2],
    ["fc.bias", 3],
  ]);
});
