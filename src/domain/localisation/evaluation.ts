import type { ProteinGroup } from "./localisation.ts";

/*
 * Figures of a model on cells that it was not trained on. What is not defined, for instance anything about a class without
 * positives, is null: it never takes part in a mean, and the page says "none".
 */

/** Ends of a bootstrap percentile interval, in the figure's own unit. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** A figure and how far it would move with other validation tiles; no interval where fewer than two clusters have positives. */
export interface Figure {
  readonly value: number;
  readonly interval: Interval | null;
}

/** Cells whose probability falls into one of equally wide bins over 0..1. Bins are open below and closed above, the first closed. */
export interface ReliabilityBin {
  readonly count: number;
  /** 0..1; null in an empty bin. */
  readonly meanProbability: number | null;
  /** Share of cells that carry the label, 0..1; null in an empty bin. */
  readonly positiveShare: number | null;
}

/** With the network's own probabilities, and after they were calibrated. */
export interface BeforeAndAfter<T> {
  readonly before: T;
  readonly after: T;
}

/** What turns a network's logits into probabilities and decisions; one entry a class, in the order of the class list. */
export interface Calibration {
  /** Logits are divided by these (Guo et al. 2017, "On Calibration of Modern Neural Networks"); 1 leaves them as they are. */
  readonly temperatures: readonly number[];
  /** A class counts as present in a cell from this probability on, 0..1; applies to probabilities as predictions hold them. */
  readonly thresholds: readonly number[];
}

/** What was held back as a whole for validation: single tiles, or all tiles of an antibody or of a gene. */
export type HeldBackBy = "tile" | ProteinGroup["kind"];

export interface ClassEvaluation {
  /** Validation cells that carry the label. */
  readonly positives: number;
  readonly averagePrecision: Figure | null;
  /** Null too when every cell is positive. */
  readonly rocAuc: Figure | null;
  readonly threshold: number;
  /** Null without positives; then the threshold is `fallbackThreshold`. */
  readonly f1: Figure | null;
  /** F1 with the threshold chosen on other validation clusters than those it is counted on; null without positives or with one cluster. */
  readonly crossFittedF1: number | null;
  /** Null when no cell reaches the threshold or none is positive. */
  readonly precision: number | null;
  readonly recall: number | null;
  readonly temperature: number;
  /** Expected calibration error, 0..1. */
  readonly calibrationError: BeforeAndAfter<number>;
  readonly reliability: BeforeAndAfter<readonly ReliabilityBin[]>;
}

/**
 * What is labelled against what is predicted, in cells. Rows are classes of the label set, columns classes at or above their
 * threshold; a cell with several labels or predictions is counted in each pair.
 */
export interface CoOccurrence {
  /** `[classes][classes]`: cells whose label set has the row's class and whose predicted set has the column's. */
  readonly predicted: readonly (readonly number[])[];
  /** `[classes][classes]`: cells whose label set has both; what `predicted` would be if every prediction were right. */
  readonly labelled: readonly (readonly number[])[];
  /** `[classes]`: cells with the row's label for which no class reached its threshold. */
  readonly nothing: readonly number[];
}

/** Everything about one epoch's weights on the validation cells, against the labels of their tiles. */
export interface EvaluationReport {
  /** Whose weights, 1-based. */
  readonly epoch: number;
  readonly cells: number;
  readonly tiles: number;
  readonly heldBackBy: HeldBackBy;
  /** Mean of the defined average precisions. */
  readonly meanAveragePrecision: Figure | null;
  /**
   * Mean average precision at IoU 0.6 as Open Images' challenge and Kaggle count it, the cells' outlines taken as right: without true
   * outlines errors of segmentation cannot be counted. Absent in reports of earlier versions.
   */
  readonly instanceMeanAveragePrecision?: number | null;
  readonly classes: readonly ClassEvaluation[];
  /** All classes together. */
  readonly calibrationError: BeforeAndAfter<number>;
  readonly reliability: BeforeAndAfter<readonly ReliabilityBin[]>;
  readonly coOccurrence: CoOccurrence;
  readonly bootstrap: {
    readonly resamples: number;
    /** Share of the resamples inside each interval, 0..1. */
    readonly level: number;
    /** What is drawn: tiles, or antibodies or genes where those were held back. */
    readonly clusters: number;
  };
}

/** Where validation has no positives to fit a threshold on, and for models without calibration. */
export const fallbackThreshold = 0.5;
