import type { ModelManifest } from "./model-manifest.ts";
import type { EpochMetrics } from "./training-progress.ts";

/** An array of numbers with a shape, in main memory instead of on the GPU. */
export interface NamedTensor {
  /** Lengths of the dimensions, outermost first. */
  readonly shape: readonly number[];
  /** Row-major float32. */
  readonly values: Float32Array;
}

/**
 * All arrays of a network, under torchvision's names and in torch's layout: `conv1.weight` is `[out, in, height,
 * width]`, `fc.weight` is `[out, in]`, and `bn1.weight`, `bn1.bias`, `bn1.running_mean` and `bn1.running_var` are
 * `[channels]`. A checkpoint also holds the optimiser's slots, for instance `optimizer.exp_avg/conv1.weight`.
 */
export type NamedTensors = ReadonlyMap<string, NamedTensor>;

/**
 * How far a run has come. The state of the random numbers is not stored, because every stream follows from the
 * seed, the epoch and the cell. The order of the epoch's cells follows from the same, so `batch` is all that the
 * sampler needs.
 */
export interface RunProgress {
  /** Batches done in the current epoch; 0 right after an epoch has finished. */
  readonly batch: number;
  /** Weight updates since the start. */
  readonly step: number;
  /** Sum of the loss over the cells of the current epoch so far. */
  readonly lossSum: number;
  /** Cells of the current epoch so far. */
  readonly cells: number;
  /** Seconds of the current epoch so far. */
  readonly seconds: number;
  /** Finished epochs, first to last. */
  readonly epochs: readonly EpochMetrics[];
  /** Names of the tiles that the run learns from. */
  readonly trainingTiles: readonly string[];
  /** Names of the tiles that are held back for validation. */
  readonly validationTiles: readonly string[];
  /**
   * Used by `self-training` only. Such a run consists of several trainings, and `phase` is the 0-based index of the
   * current one. The counts above belong to the current training, and this inner `epochs` holds its finished
   * epochs. The outer `epochs` stays empty until the last training, because the earlier networks learn from only a
   * part of the tiles and are not the run's result. In the last training it is the outer list that is filled, and
   * the inner one is empty.
   */
  readonly selfTraining?: { readonly phase: number; readonly epochs: readonly EpochMetrics[] };
}

/** Everything that is needed to resume a run or to predict. It is plain data and holds no tensor of tfjs. */
export interface Checkpoint {
  readonly manifest: ModelManifest;
  readonly tensors: NamedTensors;
  readonly progress: RunProgress;
}

/** A trained network in the form that prediction takes. Every checkpoint is one. */
export type Model = Pick<Checkpoint, "manifest" | "tensors">;
