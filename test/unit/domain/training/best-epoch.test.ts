import { describe, expect, it } from "vitest";
import { bestEpoch, shouldStopEarly } from "../../../../src/domain/training/best-epoch.ts";
import { makeEpoch } from "../../../browser/ui/fakes/fake-run.ts";

const scored = (...scores: readonly number[]) =>
  scores.map((meanAveragePrecision, index) => ({ ...makeEpoch(index + 1, 9), meanAveragePrecision }));
const unscored = (...losses: readonly number[]) =>
  losses.map((trainingLoss, index) => ({ ...makeEpoch(index + 1, 9), trainingLoss, meanAveragePrecision: null }));

describe("bestEpoch", () => {
  it("goes by validation and takes the first of equal epochs; without validation it goes by the training loss", () => {
    expect(bestEpoch(scored(0.2, 0.5, 0.4, 0.5))?.epoch).toBe(2);
    expect(bestEpoch(unscored(0.3, 0.1, 0.2))?.epoch).toBe(2);
    expect(bestEpoch([])).toBeNull();
  });
});

describe("shouldStopEarly", () => {
  it("counts the epochs since the best one", () => {
    expect(shouldStopEarly(scored(0.2, 0.5, 0.4), 2)).toBe(false);
    expect(shouldStopEarly(scored(0.2, 0.5, 0.4, 0.5), 2)).toBe(true);
    expect(shouldStopEarly(scored(0.2, 0.5, 0.4, 0.6), 2)).toBe(false);
  });

  it("never stops when it is off, without validation, or before the first epoch", () => {
    expect(shouldStopEarly(scored(0.5, 0.1, 0.1, 0.1), 0)).toBe(false);
    expect(shouldStopEarly(unscored(0.1, 0.5, 0.5, 0.5), 1)).toBe(false);
    expect(shouldStopEarly([], 1)).toBe(false);
  });
});
