import * as tf from "@tensorflow/tfjs-core";

export interface FocalLossOptions {
  /** Focusing exponent γ. 0 gives binary cross-entropy. */
  readonly gamma: number;
  /** Targets become `smoothing / 2` and `1 - smoothing / 2`. */
  readonly smoothing: number;
  /**
   * Assumed probability that a cell lacks a label of its tile, 0..1. The target of a given label is multiplied by 1
   * minus this number before it is smoothed. When absent, it is 0.
   */
  readonly absentInCell?: number;
  /** Weight of the examples that have the class, `[classes]`. Examples without it have weight 1. */
  readonly positiveWeights: readonly number[];
}

/**
 * Computes the sigmoid focal loss (Lin et al. 2017, "Focal Loss for Dense Object Detection") from logits, for soft
 * targets t:
 *
 *   w · [ t (1 - p)^γ · -log p + (1 - t) p^γ · -log(1 - p) ]
 *
 * The weight w depends on the label before smoothing, and multiplies both terms. PyTorch's `pos_weight` multiplies
 * the first term only, so it would multiply the smoothing too: with weight 10 and smoothing 0.05, the p of a cell
 * without the class could not fall below 0.2.
 *
 * The noise in the labels of cells goes one way. A label of the tile may be absent in a cell (in 0.345 of the cells
 * measured on HPA data), while a cell nearly never shows a label that its tile lacks. So the targets of given labels
 * are reduced first, t' = (1 - absent) t, and then all targets are smoothed uniformly (Szegedy et al. 2016,
 * "Rethinking the Inception Architecture"), t'' = (1 - smoothing) t' + smoothing / 2. This is the expected label
 * under class-conditional noise with one rate for positives and one for negatives (Natarajan et al. 2013, "Learning
 * with Noisy Labels"; the forward correction of Patrini et al. 2017, applied to the target instead of the output).
 * The target of a given label always stays above the target of an absent label.
 *
 * Everything is computed from softplus(x) = -log(1 - p) and softplus(-x) = -log p, so the loss is finite for every
 * finite logit.
 * @param logits `[batch, classes]`
 * @param targets `[batch, classes]`, 0..1
 * @param mask `[batch]`, 1 for real examples and 0 for examples that only fill the batch
 * @returns the sum over the real examples, each with its mean over the classes
 */
export function focalLoss(
  logits: tf.Tensor2D,
  targets: tf.Tensor2D,
  mask: tf.Tensor1D,
  { gamma, smoothing, absentInCell = 0, positiveWeights }: FocalLossOptions,
): tf.Scalar {
  return tf.tidy(() => {
    const soft = tf.add(tf.mul(targets, (1 - absentInCell) * (1 - smoothing)), smoothing / 2);
    const positiveCost = tf.softplus(tf.neg(logits)); // -log p
    const negativeCost = tf.softplus(logits); // -log(1 - p)
    const focus = (cost: tf.Tensor) => tf.exp(tf.mul(cost, -gamma)); // e^(γ log q) = q^γ
    const positive = tf.mul(tf.mul(soft, positiveCost), focus(negativeCost));
    const negative = tf.mul(tf.mul(tf.sub(1, soft), negativeCost), focus(positiveCost));
    const heavier = tf.tensor1d(positiveWeights.map((weight) => weight - 1));
    const weights = tf.add(tf.mul(targets, heavier), 1); // [batch, classes]
    const perClass = tf.mul(tf.add(positive, negative), weights);
    return tf.sum<tf.Scalar>(tf.mul(tf.mean(perClass, 1), mask));
  });
}
