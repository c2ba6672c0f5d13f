import { describe, expect, it } from "vitest";
import { blendNegative } from "../../../../src/learning/weak-labels/negative-probability.ts";

describe("blendNegative", () => {
  it("is the mean of its own probability and of 1 minus the largest other one", () => {
    const probabilities = Float32Array.of(0.9, 0.1, 0.4, 0.2, 0.1, 0.6);
    blendNegative(probabilities, 3, 2);
    expect([...probabilities].map((value) => Number(value.toFixed(5)))).toEqual([0.9, 0.1, 0.25, 0.2, 0.1, 0.7]);
  });

  it("changes nothing without a class Negative", () => {
    const probabilities = Float32Array.of(0.5, 0.25);
    blendNegative(probabilities, 2, null);
    expect([...probabilities]).toEqual([0.5, 0.25]);
  });
});
