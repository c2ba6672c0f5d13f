import type { ModelManifest } from "./model-manifest.ts";
import type { EpochMetrics } from "./training-progress.ts";

/** Numbers with a shape, off the GPU: row-major float32. */
export interface NamedTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * A network's numbers by torchvision's names and in torch's layout: `conv1.weight` is `[out, in, height, width]`,
 * `fc.weight` `[out, in]`, `bn1.weight`, `bn1.bias`, `bn1.running_mean` and `bn1.running_var` `[channels]`. A checkpoint adds the
 * optimiser's slots, for instance `optimizer.exp_avg/conv1.weight`.
 */
export type NamedTensors = ReadonlyMap<string, NamedTensor>;

/**
 * Where a run stands. Randomness needs no entry: every stream follows from the seed, the epoch and the cell. Nor does the sampler
 * beyond `batch`: the epoch's order follows from the same.
 */
export interface RunProgress {
  /** Batches done of the epoch in hand; 0 after a finished epoch. */
  readonly batch: number;
  /** Weight updates in all. */
  readonly step: number;
  /** Of the epoch in hand so far: the loss summed over its cells, how many cells, and how many seconds. */
  readonly lossSum: number;
  readonly cells: number;
  readonly seconds: number;
  /** Finished epochs, first to last. */
  readonly epochs: readonly EpochMetrics[];
  readonly trainingTiles: readonly string[];
  readonly validationTiles: readonly string[];
  /**
   * Of `self-training`: which of its trainings is in hand, 0-based, and that one's finished epochs. All counts above are that one's; only
   * `epochs` stays empty before the last, as a network that has learnt from part of the tiles is not what the run is for.
   */
  readonly selfTraining?: { readonly phase: number; readonly epochs: readonly EpochMetrics[] };
}

/** All that is needed to go on with a run, or to predict: plain data, without a tensor. */
export interface Checkpoint {
  readonly manifest: ModelManifest;
  readonly tensors: NamedTensors;
  readonly progress: RunProgress;
}

/** A trained network as prediction takes it; a checkpoint is one. */
export type Model = Pick<Checkpoint, "manifest" | "tensors">;
