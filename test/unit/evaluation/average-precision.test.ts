import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { averagePrecision } from "../../../src/evaluation/average-precision.ts";
import { classMetrics, meanAveragePrecision } from "../../../src/evaluation/class-metrics.ts";

describe("averagePrecision", () => {
  it("is not defined without positives", () => {
    expect(averagePrecision([0.1, 0.9], [0, 0])).toBeNull();
    expect(averagePrecision([], [])).toBeNull();
  });

  it("depends only on the ranking, not on the order or the scale of the scores", () => {
    const example = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 1 }));
    fc.assert(
      fc.property(fc.array(example, { minLength: 1, maxLength: 30 }), fc.nat(), (examples, rotation) => {
        const turned = examples.map((_, index) => examples[(index + rotation) % examples.length]);
        const apply = (list: typeof examples, change: (score: number) => number) =>
          averagePrecision(
            list.map(([score]) => change(score)),
            list.map(([, target]) => target),
          );
        const plain = apply(examples, (score) => score);
        const moved = apply(turned as typeof examples, (score) => Math.exp(score / 3));
        if (plain === null) expect(moved).toBeNull();
        else expect(moved).toBeCloseTo(plain, 12);
      }),
      { seed: 3 },
    );
  });
});

describe("classMetrics", () => {
  it("uses each class's column, and gives null for classes without positives, predicted or not", () => {
    const probabilities = Float32Array.of(0.9, 0.2, 0.1, 0.7, 0.1, 0.8, 0.1, 0.7);
    const metrics = classMetrics(probabilities, [[1, 0, 0, 0] as const, [0, 1, 0, 0] as const], 4);
    const undefinedFigures = { positives: 0, averagePrecision: null, f1: null };
    expect(metrics).toEqual([
      { positives: 1, averagePrecision: 1, f1: 1 },
      { positives: 1, averagePrecision: 1, f1: 1 },
      undefinedFigures,
      undefinedFigures,
    ]);
    expect(meanAveragePrecision(metrics)).toBe(1);
    expect(meanAveragePrecision(metrics.slice(2))).toBeNull();
  });
});
