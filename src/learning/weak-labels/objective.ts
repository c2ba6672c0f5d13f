import type * as tf from "@tensorflow/tfjs-core";
import type { Parameters } from "../network/parameters.ts";
import { type FocalLossOptions, focalLoss } from "./focal-loss.ts";
import type { LookUp, OtherCells } from "./other-cells.ts";

/** What the network says of a micro-batch, on the tape. */
export interface CellOutputs {
  /** `[batch, classes]`. */
  readonly logits: tf.Tensor2D;
  /** `[batch, features]`. */
  readonly features: tf.Tensor2D;
  /** The network's own, for the heads that an objective brings. */
  readonly parameters: Parameters;
}

/** What a loss may look at beside the network's outputs. */
export interface LabelledBatch {
  /** `[batch, classes]`, 0..1: the labels of each cell's tile, or soft labels of its own. */
  readonly targets: tf.Tensor2D;
  /** `[batch]`, 0 for cells that only fill the batch. */
  readonly mask: tf.Tensor1D;
  /** null where the objective looks nothing up, and in the first epoch, when too little is known. */
  readonly others: OtherCells | null;
}

/** How the network is held against weak labels. This is what the methods differ in. */
export interface Objective {
  /** The sum of the losses of the real cells. */
  readonly loss: (outputs: CellOutputs, batch: LabelledBatch) => tf.Scalar;
  /** Each cell's own logits against its labels, the same for all objectives: their curves can be compared. */
  readonly cellLoss: (logits: tf.Tensor2D, targets: tf.Tensor2D, mask: tf.Tensor1D) => tf.Scalar;
  /** What it wants to know of a tile's other cells; null for nothing. */
  readonly lookUp: LookUp | null;
}

/**
 * Every cell inherits its tile's labels, the plainest way with weak labels. Wrong for about one cell in two (a cell shows a
 * label of its tile with probability 0.655 on average), which the label smoothing and `absentInCell` soften.
 */
export function inheritObjective(options: FocalLossOptions): Objective {
  const cellLoss: Objective["cellLoss"] = (logits, targets, mask) => focalLoss(logits, targets, mask, options);
  return { loss: ({ logits }, { targets, mask }) => cellLoss(logits, targets, mask), cellLoss, lookUp: null };
}
