import type * as tf from "@tensorflow/tfjs-core";
import type { CellReference } from "../../domain/cell/cell.ts";
import type { CellPlace } from "../../domain/cell/cell-place.ts";
import type { AugmentationOptions } from "../../domain/training/training-options.ts";
import type { SyntheticHelper } from "./synthetic-cells.ts";

/** A cell with what it is to be recognised as. */
export interface Example extends CellReference {
  /** `[classes]`, 0 or 1. */
  readonly targets: Float32Array;
  /** Where it lies in its tile; null or left out where that is not known. */
  readonly place?: CellPlace | null;
  /** It is no cell, but the picture of its whole tile (`tilePictureNumber`). */
  readonly isPicture?: boolean;
}

/** What goes to the GPU at once. Always full: the backend reuses buffers only at their exact size. */
export interface MicroBatch {
  /** Makes the crops' tensor, `[batch, size, size, 4]`, 0..1, when their turn comes: whoever asks for it disposes it. */
  readonly input: () => tf.Tensor4D;
  /** `[batch, classes]`. */
  readonly targets: Float32Array;
  /** `[batch]`, 0 for cells that only fill the batch. */
  readonly mask: Float32Array;
  /** `[batch]`, cells that a synthetic helper made: they are no part of their tile any more. */
  readonly made: readonly boolean[];
  /** Real cells. */
  readonly count: number;
}

/** The cells of one micro-batch: `indices` into the examples, of which the first `count` are real. */
export interface MicroBatchPlan {
  readonly indices: readonly number[];
  readonly count: number;
}

/**
 * Cuts an order of examples into micro-batches of one fixed size. The last is filled up with the first cells of `filling`,
 * masked out of the loss: real cells, so that batch normalisation sees nothing that is not there.
 * @param filling the whole epoch's order where `order` is a part of it: a last batch of one cell would otherwise be filled
 * with copies of that cell, and its statistics, the newest when the epoch is validated, would be those of one cell.
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
  /** None when absent. */
  readonly helpers?: readonly SyntheticHelper[];
  readonly seed: number;
  readonly epoch: number;
}
