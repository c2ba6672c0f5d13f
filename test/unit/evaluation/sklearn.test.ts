import { describe, expect, it } from "vitest";
import type { LabelMap } from "../../../src/domain/tile/label-map.ts";
import { averagePrecision } from "../../../src/evaluation/average-precision.ts";
import { percentileInterval } from "../../../src/evaluation/bootstrap.ts";
import { chooseThreshold } from "../../../src/evaluation/choose-threshold.ts";
import { coOccurrence } from "../../../src/evaluation/co-occurrence.ts";
import { countDecisions, f1Of, precisionOf, recallOf } from "../../../src/evaluation/decision-counts.ts";
import { fitTemperature } from "../../../src/evaluation/fit-temperature.ts";
import { instanceAveragePrecision } from "../../../src/evaluation/instance-average-precision.ts";
import { overlapMasks } from "../../../src/evaluation/mask-overlaps.ts";
import { rankedFigures, rankScores } from "../../../src/evaluation/rank-scores.ts";
import { expectedCalibrationError, reliabilityBins } from "../../../src/evaluation/reliability.ts";
import golden from "../../golden/evaluation-sklearn.json" with { type: "json" };

/** Checks that figures are equal; null equals only null, not 0 or NaN. */
function expectFigure(value: number | null, expected: number | null, what: string): void {
  if (expected === null || value === null) expect(value, what).toBe(expected);
  else expect(value, what).toBeCloseTo(expected, 12);
}

describe("figures of a class equal scikit-learn's", () => {
  it.each(golden.ranking)("$name", (expected) => {
    const { scores, targets, threshold } = expected;
    expectFigure(averagePrecision(scores, targets), expected.averagePrecision, "average precision");
    expectFigure(rankedFigures(rankScores(scores, targets)).rocAuc, expected.rocAuc, "ROC AUC");
    const counts = countDecisions(scores, targets, threshold);
    expectFigure(f1Of(counts), expected.f1, "F1");
    expectFigure(precisionOf(counts), expected.precision, "precision");
    expectFigure(recallOf(counts), expected.recall, "recall");
  });

  it.each(golden.ranking)("$name, at the best threshold", ({ scores, targets, bestF1, calledAtBest }) => {
    const threshold = chooseThreshold(scores, targets);
    if (bestF1 === null) {
      expect(threshold).toBe(0.5);
      return;
    }
    expectFigure(f1Of(countDecisions(scores, targets, threshold)), bestF1, "F1");
    expect(scores.filter((score) => score >= threshold)).toHaveLength(calledAtBest ?? Number.NaN);
  });

  it("with clusters that count as often as they were drawn", () => {
    const { scores, targets, clusters, draws } = golden.weighted;
    const ranking = rankScores(scores, targets, clusters);
    for (const { weights, averagePrecision: expected, rocAuc } of draws) {
      const figures = rankedFigures(ranking, weights);
      expectFigure(figures.averagePrecision, expected, "average precision");
      expectFigure(figures.rocAuc, rocAuc, "ROC AUC");
    }
  });
});

it("ends of intervals equal numpy's percentiles", () => {
  for (const { values, level, low, high } of golden.percentiles) {
    const interval = percentileInterval(values, level);
    expectFigure(interval?.low ?? null, low, "low");
    expectFigure(interval?.high ?? null, high, "high");
  }
});

it.each(golden.temperature)("the temperature is that of a logistic regression on the logit: $name", (expected) => {
  expect(fitTemperature(expected.logits, expected.targets)).toBeCloseTo(expected.temperature, 6);
});

it.each(golden.reliability)("the reliability diagram equals that of calibration_curve: $name", (expected) => {
  const bins = reliabilityBins(expected.probabilities, expected.targets);
  expect(bins.map(({ count }) => count)).toEqual(expected.counts);
  const filled = bins.filter(({ count }) => count > 0);
  expect(bins.filter(({ count }) => count === 0).every((bin) => bin.meanProbability === null)).toBe(true);
  filled.forEach(({ meanProbability, positiveShare }, index) => {
    expectFigure(meanProbability, expected.meanProbability[index] ?? null, "mean probability");
    expectFigure(positiveShare, expected.positiveShare[index] ?? null, "positive share");
  });
  expectFigure(expectedCalibrationError(bins), expected.expectedCalibrationError, "expected calibration error");
});

it("the co-occurrence matrix is a product of indicator matrices", () => {
  const { probabilities, targets, thresholds, ...expected } = golden.coOccurrence;
  // Probabilities are stored in 32 bits, so thresholds are compared in 32 bits.
  const rounded = thresholds.map(Math.fround);
  expect(coOccurrence(Float32Array.from(probabilities.flat()), targets, rounded)).toEqual(expected);
});

it("mean average precision of instances equals a brute-force count, mask against mask", () => {
  const mapOf = (grid: readonly (readonly number[])[]): LabelMap => ({
    width: grid[0]?.length ?? 0,
    height: grid.length,
    labels: Uint16Array.from(grid.flat()),
    count: Math.max(...grid.flat()),
  });
  const { tiles, iou, classes, meanAveragePrecision } = golden.instances;
  const figures = instanceAveragePrecision(
    tiles.map(({ truth, found, truths, predictions }) => ({
      overlaps: overlapMasks(mapOf(found), mapOf(truth)).overlaps,
      truths,
      predictions,
    })),
    classes.length,
    iou,
  );
  figures.classes.forEach((figure, index) => {
    expect(figure.truths).toBe(classes[index]?.truths);
    expectFigure(figure.averagePrecision, classes[index]?.averagePrecision ?? null, `class ${index}`);
  });
  expectFigure(figures.meanAveragePrecision, meanAveragePrecision, "mean");
});
