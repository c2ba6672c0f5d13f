import * as tf from "@tensorflow/tfjs-core";
import type { BagPooling } from "../../domain/training/training-options.ts";
import { attentionScores } from "../network/gated-attention.ts";
import { amplifyGradient } from "./change-gradient.ts";
import { type FocalLossOptions, focalLoss } from "./focal-loss.ts";
import { type CellOutputs, inheritObjective, type Objective } from "./objective.ts";
import type { PooledOthers } from "./other-cells.ts";

/*
 * Multiple-instance learning: a tile's label is held against its cells' pooled logits, so that not every cell has to show it
 * (Dietterich et al. 1997; for images Pinheiro and Collobert 2015, "From Image-level to Pixel-level Labeling", where the
 * log-sum-exp comes from). A batch mixes cells of many tiles. Of each tile the cells at hand are live and all others come from
 * the memory, so a bag may be larger than a micro-batch, or than the GPU.
 */

export interface MultipleInstanceOptions extends FocalLossOptions {
  readonly pooling: BagPooling;
  /** Share of the loss that each cell's own logits have against its tile's labels, 0..1: alone, the pooled term starves all but a few cells. */
  readonly cellTermShare: number;
}

/** Between mean (0) and maximum (infinity); Pinheiro and Collobert took 5 over thousands of pixels, a bag has some 20 cells. */
const exponent = 1;

/** log((Σ e^(r z)) / n) / r over the bag: a soft maximum, its own logit among the others'. */
export function logSumExpPooling(logits: tf.Tensor2D, { logWeight, count }: PooledOthers): tf.Tensor2D {
  return tf.tidy(() => {
    const total = tf.add(logWeight, tf.softplus(tf.sub(tf.mul(logits, exponent), logWeight)));
    return tf.div<tf.Tensor2D>(tf.sub(total, tf.log(count)), exponent);
  });
}

/** The bag's mean logit weighted by softmax(scores), its own among the others'. */
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
 * A cell reaches the pooled logit by its weight in the bag only, one part in n on average; its tile, however, comes along n times
 * an epoch. So the pooled term's gradient is multiplied by n: over an epoch the bag then counts as much as its n cells do in
 * the cell-level term, and the learning rate keeps its meaning.
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
