import { describe, expect, it } from "vitest";
import { blendContext } from "../../../src/learning/blend-context.ts";

const cells = ["a", "a", "b"].map((tileId) => ({ tileId }));
/** One class, features of one number: the head's logit is mean + nearby mean - 1. */
const head = { weight: Float32Array.of(1, 1), bias: Float32Array.of(-1) };
const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));

function blend(share: number, negative: number | null = null) {
  const probabilities = Float32Array.of(0.2, 0.9, 0.5);
  blendContext(probabilities, Float32Array.of(2, -0.5, 7), cells, head, share, negative);
  return probabilities;
}

describe("blendContext", () => {
  it("is the geometric mean of a cell's own probability and that of its surroundings", () => {
    const [first, second] = blend(0.5);
    // Cell 0 sees cell 1's -0.5 twice, cell 1 sees cell 0's 2 twice.
    expect(first).toBeCloseTo(Math.sqrt(0.2 * sigmoid(-2)), 6);
    expect(second).toBeCloseTo(Math.sqrt(0.9 * sigmoid(3)), 6);
  });

  it("leaves a cell alone in its tile as it is", () => {
    expect(blend(0.5)[2]).toBe(0.5);
  });

  it("leaves Negative to the cell alone", () => {
    expect([...blend(0.5, 0)]).toEqual([...Float32Array.of(0.2, 0.9, 0.5)]);
  });

  it("moves towards the surroundings with their share", () => {
    expect(blend(0)[0]).toBeCloseTo(0.2, 6);
    expect(blend(0.25)[0]).toBeCloseTo(0.2 ** 0.75 * sigmoid(-2) ** 0.25, 6);
  });
});
