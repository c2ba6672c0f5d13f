/** Validation figures of one class; null where they are not defined (no positives, nothing predicted). */
export interface ClassMetrics {
  readonly positives: number;
  readonly averagePrecision: number | null;
  /** At threshold 0.5. */
  readonly f1: number | null;
}

/** What one epoch gave. Validation figures are null when no tile is held back. */
export interface EpochMetrics {
  /** 1-based. */
  readonly epoch: number;
  readonly trainingLoss: number;
  readonly validationLoss: number | null;
  /** Mean of the defined average precisions. */
  readonly meanAveragePrecision: number | null;
  readonly classes: readonly ClassMetrics[];
  readonly learningRate: number;
  readonly cellsPerSecond: number;
  /** Median over the epoch's steps. */
  readonly stepSeconds: number;
  readonly seconds: number;
}

/** One training of several that make up a run, as `self-training` has them. */
export interface TrainingPhase {
  readonly kind: "fold" | "final";
  /** 1-based, of `folds`. In the final phase as in the last one before it, and so is `round`. */
  readonly fold: number;
  readonly folds: number;
  readonly round: number;
  readonly rounds: number;
  /** Steps done in this phase and steps of this phase. */
  readonly step: number;
  readonly steps: number;
}

/** Progress inside an epoch. */
export interface StepProgress {
  /** Left out where the run is one training. `epoch` is then the phase's, `step` and `secondsLeft` are the whole run's. */
  readonly phase?: TrainingPhase;
  readonly epoch: number;
  readonly epochs: number;
  /** Steps done in this run and steps in all, over all epochs. */
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
  readonly cellsPerSecond: number;
  readonly secondsLeft: number;
}
