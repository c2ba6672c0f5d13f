import { describe, expect, it } from "vitest";
import { learningRateAt } from "../../../../src/learning/training/schedule.ts";

describe("learningRateAt", () => {
  const options = { learningRate: 0.8, warmUp: 0.2 };
  const rates = Array.from({ length: 50 }, (_, step) => learningRateAt(step, 50, options));

  it("rises to the peak over the warm-up and falls to a hundredth of it", () => {
    expect(rates[0]).toBeCloseTo(0.8 / 11, 9);
    expect(rates[10]).toBeCloseTo(0.8, 9);
    expect(rates[49]).toBeCloseTo(0.008, 9);
    for (let step = 1; step < 50; step += 1) {
      const rises = rates[step]! > rates[step - 1]!;
      expect(rises, `step ${step}`).toBe(step <= 10);
    }
  });

  it("is half of the peak in the middle of the cosine", () => {
    expect(learningRateAt(50, 101, { learningRate: 1, warmUp: 0 })).toBeCloseTo(0.505, 9);
  });

  it("is the peak when there is one step", () => {
    expect(learningRateAt(0, 1, { learningRate: 0.3, warmUp: 0.1 })).toBe(0.3);
  });
});
