import type {
  Calibration,
  ClassEvaluation,
  EvaluationReport,
  ReliabilityBin,
} from "../domain/localisation/evaluation.ts";
import { bootstrapLevel, bootstrapResamples, drawResamples } from "./bootstrap.ts";
import { bootstrapFigures, type ClassCells } from "./bootstrap-figures.ts";
import { columnOf, targetsOf } from "./class-columns.ts";
import { coOccurrence } from "./co-occurrence.ts";
import { crossFittedF1 } from "./cross-fitted-f1.ts";
import { countDecisions, precisionOf, recallOf } from "./decision-counts.ts";
import { type FinishProbabilities, finishedProbabilities } from "./fit-calibration.ts";
import { type InstanceTile, instanceAveragePrecision } from "./instance-average-precision.ts";
import { rankScores } from "./rank-scores.ts";
import { expectedCalibrationError, joinBins, reliabilityBins } from "./reliability.ts";

/** The cells that a model is evaluated on, with their labels and clusters. */
export interface ValidationCells {
  /** `[cells, classes]`, row-major, 0..1, as the network gives them. */
  readonly probabilities: Float32Array;
  /** For each cell, `[classes]` of 0 and 1. */
  readonly targets: readonly ArrayLike<number>[];
  /** `[cells]`, 0..clusterCount - 1: the tile or group of the cell. */
  readonly clusters: ArrayLike<number>;
  readonly clusterCount: number;
}

/** The part of a report that can be counted from probabilities and targets. */
export type CountedReport = Omit<EvaluationReport, "epoch" | "tiles" | "heldBackBy">;

/**
 * Computes all figures of a model on its validation cells, from probabilities as they are in predictions.
 *
 * Temperatures and thresholds were fitted on the same cells, so the calibration error and F1 after calibration are a
 * little too good; `crossFittedF1` shows how much. The calibration is the same in all resamples.
 *
 * @param calibration fitted on `cells`.
 * @param finish what prediction does with the probabilities after calibration.
 * @param random gives numbers in [0, 1), for the bootstrap.
 */
export function evaluationReport(
  cells: ValidationCells,
  calibration: Calibration,
  finish: FinishProbabilities,
  random: () => number,
): CountedReport {
  const { targets, clusters, clusterCount } = cells;
  const { temperatures, thresholds } = calibration;
  const classes = thresholds.length;
  const before = finishedProbabilities(
    cells.probabilities,
    temperatures.map(() => 1),
    finish,
  );
  const after = finishedProbabilities(cells.probabilities, temperatures, finish);
  const columns = thresholds.map((threshold, index) => ({
    threshold,
    before: columnOf(before, classes, index),
    after: columnOf(after, classes, index),
    truth: targetsOf(targets, index),
  }));
  const resamples = clusterCount < 2 ? [] : drawResamples(clusterCount, bootstrapResamples, random);
  const figures = bootstrapFigures(
    columns.map((column) => ({
      ranking: rankScores(column.after, column.truth, clusters),
      ...decisionsByCluster(column.after, column.truth, column.threshold, cells),
    })),
    resamples,
  );
  const reliabilities = columns.map((column) => ({
    before: reliabilityBins(column.before, column.truth),
    after: reliabilityBins(column.after, column.truth),
  }));
  const evaluations = columns.map((column, index): ClassEvaluation => {
    const { threshold, truth } = column;
    const decisions = countDecisions(column.after, truth, threshold);
    const positives = decisions.truePositives + decisions.falseNegatives;
    const reliability = reliabilities[index]!;
    return {
      positives,
      averagePrecision: figures.classes[index]?.averagePrecision ?? null,
      rocAuc: figures.classes[index]?.rocAuc ?? null,
      threshold,
      f1: figures.classes[index]?.f1 ?? null,
      crossFittedF1: crossFittedF1(column.after, truth, clusters, clusterCount),
      precision: positives === 0 ? null : precisionOf(decisions),
      recall: recallOf(decisions),
      temperature: temperatures[index]!,
      calibrationError: errorsOf(reliability),
      reliability: shortBins(reliability),
    };
  });
  const reliability = {
    before: joinBins(reliabilities.map(({ before: bins }) => bins)),
    after: joinBins(reliabilities.map(({ after: bins }) => bins)),
  };
  return {
    cells: targets.length,
    meanAveragePrecision: figures.meanAveragePrecision,
    instanceMeanAveragePrecision: instanceAveragePrecision([ownOutlines(after, targets, classes)], classes)
      .meanAveragePrecision,
    classes: evaluations,
    calibrationError: errorsOf(reliability),
    reliability: shortBins(reliability),
    coOccurrence: coOccurrence(after, targets, thresholds),
    bootstrap: { resamples: resamples.length, level: bootstrapLevel, clusters: clusterCount },
  };
}

/** All cells as one tile, in which segmentation has found each cell exactly. */
function ownOutlines(probabilities: Float32Array, targets: ValidationCells["targets"], classes: number): InstanceTile {
  return {
    overlaps: targets.map((_, cell) => ({ found: cell, real: cell, iou: 1 })),
    predictions: targets.map((_, cell) => ({
      number: cell,
      confidences: probabilities.subarray(cell * classes, (cell + 1) * classes),
    })),
    truths: targets.map((row, cell) => ({
      number: cell,
      classes: Array.from({ length: classes }, (_, index) => index).filter((index) => row[index]! > 0),
    })),
  };
}

type Reliability = ClassEvaluation["reliability"];

/** Rounds the bins to five decimals. That is enough for drawing, and the bins are the largest part of a manifest. */
function shortBins({ before, after }: Reliability): Reliability {
  const short = (value: number | null) => (value === null ? null : Math.round(value * 1e5) / 1e5);
  const all = (bins: readonly ReliabilityBin[]) =>
    bins.map(({ count, meanProbability, positiveShare }) => ({
      count,
      meanProbability: short(meanProbability),
      positiveShare: short(positiveShare),
    }));
  return { before: all(before), after: all(after) };
}

function errorsOf({ before, after }: Reliability): ClassEvaluation["calibrationError"] {
  return { before: expectedCalibrationError(before), after: expectedCalibrationError(after) };
}

function decisionsByCluster(
  scores: ArrayLike<number>,
  truth: ArrayLike<number>,
  threshold: number,
  { clusters, clusterCount }: Pick<ValidationCells, "clusters" | "clusterCount">,
): Omit<ClassCells, "ranking"> {
  const [truePositives, falsePositives, falseNegatives] = [0, 1, 2].map(() => new Uint32Array(clusterCount)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  for (let cell = 0; cell < scores.length; cell += 1) {
    const cluster = clusters[cell]!;
    const predicted = scores[cell]! >= threshold;
    const counts = predicted
      ? truth[cell] === 1
        ? truePositives
        : falsePositives
      : truth[cell] === 1
        ? falseNegatives
        : null;
    if (counts !== null) counts[cluster]! += 1;
  }
  return { truePositives, falsePositives, falseNegatives };
}
