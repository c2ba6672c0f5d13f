import type * as tf from "@tensorflow/tfjs-core";
import { type FocalLossOptions, focalLoss } from "./focal-loss.ts";

/** What a loss may look at beside the logits. */
interface LabelledBatch {
  /** `[batch, classes]`, 0 or 1: the labels of each cell's tile. */
  readonly targets: tf.Tensor2D;
  /** `[batch]`, 0 for cells that only fill the batch. */
  readonly mask: tf.Tensor1D;
}

/** How logits are held against weak labels: the sum of the losses of the real cells. This is what other methods replace. */
export type Objective = (logits: tf.Tensor2D, batch: LabelledBatch) => tf.Scalar;

/**
 * Every cell inherits its tile's labels, the plainest way with weak labels. Wrong for about one cell in two (a cell shows a
 * label of its tile with probability 0.655 on average), which the label smoothing softens.
 */
export function inheritObjective(options: FocalLossOptions): Objective {
  return (logits, { targets, mask }) => focalLoss(logits, targets, mask, options);
}
