import type { AugmentationOptions, SyntheticHelperOptions, TrainingOptions } from "./training-options.ts";

/** The allowed values of a number; `min` and `max` are allowed too. */
export interface OptionRange {
  readonly min: number;
  readonly max: number;
}

/** The allowed values of each option of a run. The form offers nothing else, and a run refuses anything else. */
export const trainingOptionRanges = {
  epochs: { min: 1, max: 1000 },
  batchSize: { min: 1, max: 1024 },
  /** 0 is `automaticMicroBatch`. */
  microBatchSize: { min: 0, max: 1024 },
  /**
   * Far above 1 a run ends at chance level, and its loss never becomes infinite. Measured
   * at 100 with AdamW and SGD.
   */
  learningRate: { min: 1e-6, max: 1 },
  warmUp: { min: 0, max: 1 },
  weightDecay: { min: 0, max: 1 },
  focalGamma: { min: 0, max: 5 },
  labelSmoothing: { min: 0, max: 0.5 },
  cellTermShare: { min: 0, max: 1 },
  /**
   * The two shares may add up to at most 1, because the rest is the cell's own share. The context share is never 0,
   * because without a context head nothing blends the picture with the cell.
   */
  contextShare: { min: 0.05, max: 0.7 },
  pictureShare: { min: 0, max: 0.3 },
  selfTrainingFolds: { min: 2, max: 10 },
  selfTrainingRounds: { min: 1, max: 5 },
  expressionRate: { min: 0.05, max: 0.95 },
  absentInCell: { min: 0, max: 0.6 },
  validationShare: { min: 0, max: 0.5 },
  /** 1440 minutes are one day. */
  checkpointMinutes: { min: 0, max: 1440 },
  earlyStopping: { min: 0, max: 1000 },
  seed: { min: 0, max: 999_999 },
} as const satisfies Partial<Record<keyof TrainingOptions, OptionRange>>;

/** The allowed values of the augmentation's numbers. */
export const augmentationRanges = {
  rotation: { min: 0, max: 180 },
  scale: { min: 0, max: 0.5 },
  intensity: { min: 0, max: 0.5 },
} as const satisfies Partial<Record<keyof AugmentationOptions, OptionRange>>;

/** The allowed share of each kind of synthetic cell. */
export const syntheticHelperRanges = {
  negative: { min: 0, max: 0.2 },
  microtubules: { min: 0, max: 0.2 },
  reticulum: { min: 0, max: 0.2 },
} as const satisfies Record<keyof SyntheticHelperOptions, OptionRange>;
