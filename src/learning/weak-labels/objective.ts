import type * as tf from "@tensorflow/tfjs-core";
import type { Parameters } from "../network/parameters.ts";
import { type FocalLossOptions, focalLoss } from "./focal-loss.ts";
import type { LookUp, OtherCells } from "./other-cells.ts";

/** The network's output for a micro-batch, on the tape. */
export interface CellOutputs {
  /** `[batch, classes]`. */
  readonly logits: tf.Tensor2D;
  /** `[batch, features]`. */
  readonly features: tf.Tensor2D;
  /** The network's parameters, for the heads that an objective adds. */
  readonly parameters: Parameters;
}

/** The data that a loss may use in addition to the network's outputs. */
export interface LabelledBatch {
  /** `[batch, classes]`, 0..1: the labels of each cell's tile, or the cell's own soft labels. */
  readonly targets: tf.Tensor2D;
  /** `[batch]`, 1 for real cells and 0 for cells that only fill the batch. */
  readonly mask: tf.Tensor1D;
  /** null if the objective looks nothing up, and in the first epoch, when too little is known. */
  readonly others: OtherCells | null;
}

/** How the network's outputs are compared with weak labels. The learning methods differ in this. */
export interface Objective {
  /** The sum of the losses of the real cells. */
  readonly loss: (outputs: CellOutputs, batch: LabelledBatch) => tf.Scalar;
  /**
   * The loss of each cell's own logits against its labels, summed over the real cells. It is the same for all
   * objectives, so their validation curves can be compared.
   */
  readonly cellLoss: (logits: tf.Tensor2D, targets: tf.Tensor2D, mask: tf.Tensor1D) => tf.Scalar;
  /** What the objective looks up about the other cells of a tile. null if it looks nothing up. */
  readonly lookUp: LookUp | null;
}

/**
 * Every cell inherits the labels of its tile, which is the simplest method for weak labels. The labels are wrong for
 * about one cell in two, because a cell shows a label of its tile with probability 0.655 on average. Label smoothing
 * and `absentInCell` reduce the effect.
 */
export function inheritObjective(options: FocalLossOptions): Objective {
  const cellLoss: Objective["cellLoss"] = (logits, targets, mask) => focalLoss(logits, targets, mask, options);
  return { loss: ({ logits }, { targets, mask }) => cellLoss(logits, targets, mask), cellLoss, lookUp: null };
}
