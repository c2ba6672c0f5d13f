import { describe, expect, it } from "vitest";
import { contextLogit, foldedIn, standardise, unfolded } from "../../../../src/learning/weak-labels/context-head.ts";

const rows = () => [Float32Array.of(1, 10), Float32Array.of(3, 30), Float32Array.of(5, 80)];
const head = { weight: Float32Array.of(0.5, -0.02, 1, 0.1), bias: Float32Array.of(0.25, -1) };

describe("standardise", () => {
  it("brings each input to mean 0 and deviation 1", () => {
    const scaled = rows();
    standardise(scaled);
    for (const input of [0, 1]) {
      const values = scaled.map((row) => row[input]!);
      expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 5);
      expect(Math.hypot(...values) / Math.sqrt(3)).toBeCloseTo(1, 2);
    }
  });

  it("leaves an input that never changes at 0", () => {
    const scaled = [Float32Array.of(7), Float32Array.of(7)];
    standardise(scaled);
    expect(scaled.map((row) => row[0])).toEqual([0, 0]);
  });
});

describe("foldedIn and unfolded", () => {
  it("give the same logits for standardised inputs as the head for raw inputs", () => {
    const plain = rows();
    const scaled = rows();
    const scale = standardise(scaled);
    const folded = foldedIn(head, scale);
    for (const label of [0, 1]) {
      plain.forEach((row, index) => {
        expect(contextLogit(folded, label, scaled[index]!)).toBeCloseTo(contextLogit(head, label, row), 4);
      });
    }
  });

  it("are inverse to each other", () => {
    const scale = standardise(rows());
    const back = unfolded(foldedIn(head, scale), scale);
    back.weight.forEach((value, index) => {
      expect(value).toBeCloseTo(head.weight[index]!, 5);
    });
    back.bias.forEach((value, index) => {
      expect(value).toBeCloseTo(head.bias[index]!, 5);
    });
  });
});
