import { describe, expect, it } from "vitest";
import { classFrequencies, classWeights } from "../../../../src/learning/weak-labels/class-weights.ts";

describe("classWeights", () => {
  it("are the square root of the inverse frequency, at most ten", () => {
    expect(classWeights([1, 0.25, 0.04, 1e-6])).toEqual([1, 2, 5, 10]);
  });

  it("are 1 for a class without positives", () => {
    expect(classWeights([0])).toEqual([1]);
  });
});

describe("classFrequencies", () => {
  it("are the share of examples with the class", () => {
    expect(classFrequencies([[1, 0, 1] as const, [1, 0, 0] as const], 3)).toEqual([1, 0, 0.5]);
    expect(classFrequencies([], 2)).toEqual([0, 0]);
  });
});
