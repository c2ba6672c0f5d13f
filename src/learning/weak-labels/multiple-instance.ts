import * as tf from "@tensorflow/tfjs-core";
import type { BagPooling } from "../../domain/training/training-options.ts";
import { attentionScores } from "../network/gated-attention.ts";
import { amplifyGradient } from "./change-gradient.ts";
import { type FocalLossOptions, focalLoss } from "./focal-loss.ts";
import { type CellOutputs, inheritObjective, type Objective } from "./objective.ts";
import type { PooledOthers } from "./other-cells.ts";

/*
 * Multiple-instance learning compares a tile's labels with the pooled logits of its cells, so that not every cell
 * has to show each label (Dietterich et al. 1997; for images Pinheiro and Collobert 2015, "From Image-level to
 * Pixel-level Labeling", who use the log-sum-exp). A batch mixes cells of many tiles. A bag consists of the cell in
 * the batch and of the other cells of its tile, which come from the memory. So a bag may be larger than a
 * micro-batch, or than the GPU's memory.
 */

export interface MultipleInstanceOptions extends FocalLossOptions {
  readonly pooling: BagPooling;
  /**
   * Share of the cell-level term in the loss, 0..1. This term compares each cell's own logits with the labels of its
   * tile. With the pooled term alone, all but a few cells would get nearly no gradient.
   */
  readonly cellTermShare: number;
}

/**
 * Exponent r of the log-sum-exp: 0 gives the mean, and infinity the maximum. Pinheiro and Collobert used 5 for
 * thousands of pixels, but a bag has some 20 cells.
 */
const exponent = 1;

/**
 * A soft maximum of the bag's logits z, log((Σ e^(r z)) / n) / r. The bag includes the cell itself.
 * @param logits `[batch, classes]`
 * @returns `[batch, classes]`
 */
export function logSumExpPooling(logits: tf.Tensor2D, { logWeight, count }: PooledOthers): tf.Tensor2D {
  return tf.tidy(() => {
    const total = tf.add(logWeight, tf.softplus(tf.sub(tf.mul(logits, exponent), logWeight)));
    return tf.div<tf.Tensor2D>(tf.sub(total, tf.log(count)), exponent);
  });
}

/**
 * The mean of the bag's logits, weighted by softmax(scores). The bag includes the cell itself.
 * @param logits `[batch, classes]`
 * @param scores `[batch, classes]`, attention scores
 * @returns `[batch, classes]`
 */
export function attentionPooling(
  logits: tf.Tensor2D,
  scores: tf.Tensor2D,
  { logWeight, mean }: PooledOthers,
): tf.Tensor2D {
  return tf.tidy(() => {
    const share = tf.sigmoid(tf.sub(scores, logWeight)); // of this cell
    return tf.add<tf.Tensor2D>(tf.mul(share, logits), tf.mul(tf.sub(1, share), mean));
  });
}

function pooledLogits(
  { logits, features, parameters }: CellOutputs,
  pooled: PooledOthers,
  pooling: BagPooling,
): tf.Tensor2D {
  return pooling === "attention"
    ? attentionPooling(logits, attentionScores(parameters, features), pooled)
    : logSumExpPooling(logits, pooled);
}

/**
 * The multiple-instance objective. A cell contributes to the pooled logit with its weight in the bag, 1 / n on
 * average, where n is the number of cells in the bag. The pooled term's gradient is multiplied by n. Each bag occurs
 * n times in an epoch, so it then counts as much as its n cells do in the cell-level term, and the learning rate
 * keeps its meaning.
 */
export function multipleInstanceObjective(options: MultipleInstanceOptions): Objective {
  const { pooling, cellTermShare } = options;
  const { cellLoss } = inheritObjective(options);
  return {
    cellLoss,
    lookUp: { pooling: pooling === "attention" ? { kind: pooling } : { kind: pooling, exponent } },
    loss: (outputs, { targets, mask, others }) => {
      const pooled = others?.pooled;
      if (!others || !pooled) return cellLoss(outputs.logits, targets, mask);
      return tf.tidy(() => {
        const bagMask = tf.mul<tf.Tensor1D>(mask, tf.mul(others.known, 1 - cellTermShare));
        const bag = amplifyGradient(pooledLogits(outputs, pooled, pooling), pooled.count);
        // A label may be absent in a cell, but not in its bag.
        const bagLoss = focalLoss(bag, targets, bagMask, { ...options, absentInCell: 0 });
        return tf.add<tf.Scalar>(cellLoss(outputs.logits, targets, tf.sub(mask, bagMask)), bagLoss);
      });
    },
  };
}
