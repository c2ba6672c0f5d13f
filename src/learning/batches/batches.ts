import type * as tf from "@tensorflow/tfjs-core";
import type { CellReference } from "../../domain/cell/cell.ts";
import type { CellPlace } from "../../domain/cell/cell-place.ts";
import type { AugmentationOptions } from "../../domain/training/training-options.ts";
import type { SyntheticHelper } from "./synthetic-cells.ts";

/** A cell with its targets. */
export interface Example extends CellReference {
  /** `[classes]`, 0 or 1, or soft labels of the cell, 0..1. */
  readonly targets: Float32Array;
  /** The cell's position in its tile. null or absent if it is not known. */
  readonly place?: CellPlace | null;
  /** True if the example is not a cell, but the picture of its whole tile (`tilePictureNumber`). */
  readonly isPicture?: boolean;
}

/**
 * The cells that go to the GPU at once. All micro-batches have the same size, because the backend only reuses
 * buffers of exactly the same size.
 */
export interface MicroBatch {
  /** Makes the tensor of the crops, `[batch, size, size, 4]`, 0..1. The caller disposes it. */
  readonly input: () => tf.Tensor4D;
  /** `[batch, classes]`, 0..1. */
  readonly targets: Float32Array;
  /** `[batch]`, 1 for real cells and 0 for cells that only fill the batch. */
  readonly mask: Float32Array;
  /** `[batch]`, true for cells that a synthetic helper made. They no longer belong to their tile. */
  readonly made: readonly boolean[];
  /** Number of real cells. They come first. */
  readonly count: number;
}

/** The cells of one micro-batch. `indices` point into the examples. The first `count` of them are real. */
export interface MicroBatchPlan {
  readonly indices: readonly number[];
  readonly count: number;
}

/**
 * Cuts an order of examples into micro-batches of one fixed size. The last one is filled up with the first cells of
 * `filling`, which the mask excludes from the loss. They are real cells, so that the statistics of batch normalisation
 * are those of real cells.
 * @param order indices of the examples
 * @param filling the order of the whole epoch if `order` is a part of it. Otherwise a last batch of one cell would be
 * filled with copies of that cell, and its statistics would be those of one cell. They would be the newest statistics
 * when the epoch is validated.
 */
export function planMicroBatches(
  order: ArrayLike<number>,
  size: number,
  filling: ArrayLike<number> = order,
): MicroBatchPlan[] {
  return Array.from({ length: Math.ceil(order.length / size) }, (_, batch) => {
    const start = batch * size;
    const count = Math.min(size, order.length - start);
    const indices = Array.from({ length: size }, (_, index) => {
      return (index < count ? order[start + index] : filling[(index - count) % filling.length]) as number;
    });
    return { indices, count };
  });
}

/** Random changes for the crops of one epoch. */
export interface Augmentation {
  readonly options: AugmentationOptions;
  /** When absent, there are none. */
  readonly helpers?: readonly SyntheticHelper[];
  readonly seed: number;
  readonly epoch: number;
}
