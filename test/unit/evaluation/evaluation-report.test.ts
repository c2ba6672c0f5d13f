import { describe, expect, it } from "vitest";
import { crossFittedF1 } from "../../../src/evaluation/cross-fitted-f1.ts";
import { evaluationReport, type ValidationCells } from "../../../src/evaluation/evaluation-report.ts";
import { fitCalibration } from "../../../src/evaluation/fit-calibration.ts";
import { randomStream } from "../../../src/learning/random.ts";
import { makeValidationCells } from "./validation-cells.ts";

const leave = () => undefined;

function reportOf(cells: ValidationCells, classes: number) {
  const calibration = fitCalibration(cells.probabilities, cells.targets, classes, leave);
  return evaluationReport(cells, calibration, leave, randomStream(1, "bootstrap"));
}

describe("evaluationReport", () => {
  it("has figures inside of their intervals and counts that add up, and is the same when computed again", () => {
    const cells = makeValidationCells(2, 30, 12, 3);
    const report = reportOf(cells, 3);
    expect(report).toEqual(reportOf(cells, 3));
    expect(report.cells).toBe(360);
    expect(report.bootstrap).toEqual({ resamples: 500, level: 0.95, clusters: 30 });
    report.classes.forEach((figures, index) => {
      const { positives, averagePrecision, rocAuc, f1, precision, recall, reliability } = figures;
      expect(positives).toBe(cells.targets.filter((row) => row[index] === 1).length);
      for (const figure of [averagePrecision, rocAuc, f1]) {
        expect(figure?.interval?.low).toBeLessThan(figure?.value ?? 0);
        expect(figure?.interval?.high).toBeGreaterThan(figure?.value ?? 1);
      }
      expect(f1?.value).toBeCloseTo((2 * (precision ?? 0) * (recall ?? 0)) / ((precision ?? 0) + (recall ?? 0)), 12);
      expect(reliability.after.reduce((sum, bin) => sum + bin.count, 0)).toBe(360);
      expect(report.coOccurrence.labelled[index]?.[index]).toBe(positives);
      expect(report.coOccurrence.predicted[index]?.[index]).toBeCloseTo((recall ?? 0) * positives, 9);
    });
    // The interpolated curve is above the steps, but not far.
    const mean = report.meanAveragePrecision?.value ?? Number.NaN;
    expect(report.instanceMeanAveragePrecision).toBeGreaterThan(mean);
    expect(report.instanceMeanAveragePrecision).toBeLessThan(mean + 0.05);
    expect(report.reliability.before.reduce((sum, bin) => sum + bin.count, 0)).toBe(3 * 360);
  });

  it("has null, never NaN or 0, for classes without positives", () => {
    const { targets, ...rest } = makeValidationCells(3, 10, 8, 2);
    const report = reportOf({ ...rest, targets: targets.map((row) => [row[0]!, 0]) }, 2);
    expect(report.classes[1]).toMatchObject({
      positives: 0,
      averagePrecision: null,
      rocAuc: null,
      f1: null,
      crossFittedF1: null,
      precision: null,
      recall: null,
      threshold: 0.5,
      temperature: 1,
    });
    expect(report.meanAveragePrecision?.value).toBe(report.classes[0]?.averagePrecision?.value);
    // NaN and infinity become null in JSON.
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it("gives figures without intervals for a single tile", () => {
    const report = reportOf(makeValidationCells(4, 1, 60, 2), 2);
    expect(report.bootstrap.resamples).toBe(0);
    for (const { averagePrecision, crossFittedF1: crossFitted } of report.classes) {
      expect(averagePrecision?.value).toBeGreaterThan(0);
      expect(averagePrecision?.interval).toBeNull();
      expect(crossFitted).toBeNull();
    }
  });

  it("has a smaller calibration error after calibration when probabilities are too confident", () => {
    const cells = makeValidationCells(5, 40, 12, 2);
    const sharp = cells.probabilities.map((p) => p ** 3 / (p ** 3 + (1 - p) ** 3));
    const { calibrationError } = reportOf({ ...cells, probabilities: sharp }, 2);
    expect(calibrationError.before).toBeGreaterThan(0.08);
    expect(calibrationError.after).toBeLessThan(0.5 * calibrationError.before);
  });
});

describe("crossFittedF1", () => {
  it("decides each cluster with the threshold of the others", () => {
    // The best thresholds of the two clusters are 0.75 and 0.25. With the other's threshold, one cluster gets too few
    // yes decisions, the other too many.
    const scores = [0.9, 0.6, 0.4, 0.1];
    const targets = [1, 0, 1, 0];
    expect(crossFittedF1(scores, targets, [0, 0, 1, 1], 2)).toBeCloseTo((2 * 1) / (2 * 1 + 1 + 1), 12);
    expect(crossFittedF1(scores, targets, [0, 0, 0, 0], 1)).toBeNull();
    expect(crossFittedF1(scores, [0, 0, 0, 0], [0, 0, 1, 1], 2)).toBeNull();
  });
});
