import type { AugmentationOptions, SyntheticHelperOptions, TrainingOptions } from "./training-options.ts";

/** From `min` to `max`, both allowed. */
export interface OptionRange {
  readonly min: number;
  readonly max: number;
}

/** What a run can be given, as the options' docstrings say: the form keeps to it, and a run refuses anything else. */
export const trainingOptionRanges = {
  epochs: { min: 1, max: 1000 },
  batchSize: { min: 1, max: 1024 },
  /** 0 leaves it to the machine. */
  microBatchSize: { min: 0, max: 1024 },
  /** Far above 1 a run ends at chance without its loss ever becoming infinite: measured with 100, AdamW and SGD. */
  learningRate: { min: 1e-6, max: 1 },
  warmUp: { min: 0, max: 1 },
  weightDecay: { min: 0, max: 1 },
  focalGamma: { min: 0, max: 5 },
  labelSmoothing: { min: 0, max: 0.5 },
  cellTermShare: { min: 0, max: 1 },
  /** Together 1 at most: the rest is the cell's own. Without context there is no head that a picture is joined with either. */
  contextShare: { min: 0.05, max: 0.7 },
  pictureShare: { min: 0, max: 0.3 },
  selfTrainingFolds: { min: 2, max: 10 },
  selfTrainingRounds: { min: 1, max: 5 },
  expressionRate: { min: 0.05, max: 0.95 },
  absentInCell: { min: 0, max: 0.6 },
  validationShare: { min: 0, max: 0.5 },
  /** A day. */
  checkpointMinutes: { min: 0, max: 1440 },
  earlyStopping: { min: 0, max: 1000 },
  seed: { min: 0, max: 999_999 },
} as const satisfies Partial<Record<keyof TrainingOptions, OptionRange>>;

export const augmentationRanges = {
  rotation: { min: 0, max: 180 },
  scale: { min: 0, max: 0.5 },
  intensity: { min: 0, max: 0.5 },
} as const satisfies Partial<Record<keyof AugmentationOptions, OptionRange>>;

export const syntheticHelperRanges = {
  negative: { min: 0, max: 0.2 },
  microtubules: { min: 0, max: 0.2 },
  reticulum: { min: 0, max: 0.2 },
} as const satisfies Record<keyof SyntheticHelperOptions, OptionRange>;
