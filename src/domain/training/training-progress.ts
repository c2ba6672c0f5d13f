/** Validation figures of one class. Null means that a figure is not defined, for instance without positives. */
export interface ClassMetrics {
  /** Validation cells that have the class. */
  readonly positives: number;
  /** Average precision as scikit-learn defines it, 0..1. */
  readonly averagePrecision: number | null;
  /** F1 score at threshold 0.5, 0..1. */
  readonly f1: number | null;
}

/** The figures of one finished epoch. Validation figures are null or empty when no tile is held back. */
export interface EpochMetrics {
  /** 1-based. */
  readonly epoch: number;
  /** Mean loss over the epoch's training cells. */
  readonly trainingLoss: number;
  /** Mean loss over the validation cells. */
  readonly validationLoss: number | null;
  /** Mean of the average precisions that are defined, 0..1. */
  readonly meanAveragePrecision: number | null;
  /** One entry for each class, in the order of the class list. */
  readonly classes: readonly ClassMetrics[];
  /** Learning rate of the epoch's last step. */
  readonly learningRate: number;
  /** Training cells for each second of training. */
  readonly cellsPerSecond: number;
  /** Median duration of the epoch's steps, in seconds. */
  readonly stepSeconds: number;
  /** Duration of the epoch in seconds, validation included. */
  readonly seconds: number;
}

/** One of the several trainings that make up a `self-training` run. */
export interface TrainingPhase {
  /** `fold`: learns from all folds but one. `final`: the last training, which learns from all training tiles. */
  readonly kind: "fold" | "final";
  /**
   * The fold that is left out, 1..folds. In the final phase `fold` and `round` keep the
   * values of the phase before it.
   */
  readonly fold: number;
  readonly folds: number;
  /** 1..rounds. */
  readonly round: number;
  readonly rounds: number;
  /** Steps done in this phase. */
  readonly step: number;
  /** All steps of this phase. */
  readonly steps: number;
}

/** Progress of a run after one step, that is, after one weight update. */
export interface StepProgress {
  /**
   * Absent when the run is a single training. When it is present, `epoch` counts the phase's epochs, while `step`,
   * `steps` and `secondsLeft` count the whole run.
   */
  readonly phase?: TrainingPhase;
  /** The current epoch, 1..epochs. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps done in this run, over all epochs. */
  readonly step: number;
  /** All steps of this run, over all epochs. */
  readonly steps: number;
  /** Mean loss over the cells of this step. */
  readonly loss: number;
  readonly cellsPerSecond: number;
  /** Estimated seconds until the run ends. */
  readonly secondsLeft: number;
}
