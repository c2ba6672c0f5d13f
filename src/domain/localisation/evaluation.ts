import type { ProteinGroup } from "./localisation.ts";

/*
 * Figures of a model on the validation cells, which it was not trained on. A figure that is not defined is null, for
 * instance all figures of a class without positives. Null figures are left out of means, and the page shows "none".
 */

/** A bootstrap percentile interval, in the unit of its figure. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A figure with an interval that says how far it would change with other validation tiles. */
export interface Figure {
  readonly value: number;
  /** Null when fewer than two clusters have positives. */
  readonly interval: Interval | null;
}

/**
 * The cells whose probability falls into one bin. The bins divide 0..1 into equal parts. A probability on an edge
 * belongs to the lower bin, and 0 belongs to the first.
 */
export interface ReliabilityBin {
  /** Number of cells. */
  readonly count: number;
  /** Mean probability of the cells, 0..1; null in an empty bin. */
  readonly meanProbability: number | null;
  /** Share of the cells that have the label, 0..1; null in an empty bin. */
  readonly positiveShare: number | null;
}

/** A figure before and after calibration. */
export interface BeforeAndAfter<T> {
  /** With the network's own probabilities. */
  readonly before: T;
  /** With the calibrated probabilities. */
  readonly after: T;
}

/**
 * The numbers that turn logits into calibrated probabilities and decisions. Entries are in the
 * order of the class list.
 */
export interface Calibration {
  /**
   * `[classes]`: the logits are divided by these (Guo et al. 2017, "On Calibration of Modern Neural Networks"). 1
   * changes nothing.
   */
  readonly temperatures: readonly number[];
  /** `[classes]`, 0..1: a class counts as present in a cell from this final probability on. */
  readonly thresholds: readonly number[];
}

/** The unit that was held back as a whole for validation: single tiles, or all tiles of an antibody or of a gene. */
export type HeldBackBy = "tile" | ProteinGroup["kind"];

/** The figures of one class. Figures are 0..1, after calibration unless they say otherwise. */
export interface ClassEvaluation {
  /** Number of validation cells that have the label. */
  readonly positives: number;
  /** Null without positives. */
  readonly averagePrecision: Figure | null;
  /** Area under the ROC curve. Null without positives, and when every cell is positive. */
  readonly rocAuc: Figure | null;
  /** The probability from which the class counts as present. It is `fallbackThreshold` without positives. */
  readonly threshold: number;
  /** F1 score at the threshold; null without positives. */
  readonly f1: Figure | null;
  /**
   * F1 score where each cluster is judged by a threshold that was chosen on other clusters. Null without positives, and
   * with fewer than two clusters.
   */
  readonly crossFittedF1: number | null;
  /** Null when no cell reaches the threshold, and without positives. */
  readonly precision: number | null;
  /** Null without positives. */
  readonly recall: number | null;
  /** The temperature that divides the logits of the class. */
  readonly temperature: number;
  /** Expected calibration error. */
  readonly calibrationError: BeforeAndAfter<number>;
  /** Bins from the lowest to the highest probability. */
  readonly reliability: BeforeAndAfter<readonly ReliabilityBin[]>;
}

/**
 * Counts of cells by labelled and predicted class. Rows are labelled classes. Columns are predicted classes, whose
 * probability reaches the threshold. A cell with several labels or predictions is counted in each pair.
 */
export interface CoOccurrence {
  /** `[classes][classes]`: cells that are labelled with the row's class and predicted to have the column's class. */
  readonly predicted: readonly (readonly number[])[];
  /**
   * `[classes][classes]`: cells that are labelled with both classes. It equals `predicted` if
   * every prediction is right.
   */
  readonly labelled: readonly (readonly number[])[];
  /** `[classes]`: cells that are labelled with the class and have no predicted class. */
  readonly nothing: readonly number[];
}

/**
 * The evaluation of one epoch's weights: how the predictions for the validation cells agree
 * with their tiles' labels.
 */
export interface EvaluationReport {
  /** The epoch, 1-based. */
  readonly epoch: number;
  /** Number of validation cells. */
  readonly cells: number;
  /** Number of validation tiles. */
  readonly tiles: number;
  readonly heldBackBy: HeldBackBy;
  /** Mean of the average precisions that are defined, 0..1. */
  readonly meanAveragePrecision: Figure | null;
  /**
   * Mean average precision at IoU 0.6 as Open Images' challenge and Kaggle compute it, 0..1. The outlines of the
   * cells are assumed to be right: without true outlines, errors of segmentation cannot be counted. Absent in
   * reports of earlier versions.
   */
  readonly instanceMeanAveragePrecision?: number | null;
  /** One entry for each class, in the order of the class list. */
  readonly classes: readonly ClassEvaluation[];
  /** Expected calibration error over all classes together, 0..1. */
  readonly calibrationError: BeforeAndAfter<number>;
  /** Bins over all classes together. */
  readonly reliability: BeforeAndAfter<readonly ReliabilityBin[]>;
  readonly coOccurrence: CoOccurrence;
  /** How the intervals were made. */
  readonly bootstrap: {
    /** Number of resamples; 0 with fewer than two clusters. */
    readonly resamples: number;
    /** Share of the resamples inside each interval, 0..1. */
    readonly level: number;
    /** Number of clusters to draw from. A cluster is what was held back as a whole: a tile, an antibody or a gene. */
    readonly clusters: number;
  };
}

/** The threshold of a class that has no positives to fit one on, and of all classes of a model without calibration. */
export const fallbackThreshold = 0.5;
