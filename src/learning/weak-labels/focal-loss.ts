import * as tf from "@tensorflow/tfjs-core";

export interface FocalLossOptions {
  /** Focusing exponent γ; 0 is binary cross-entropy. */
  readonly gamma: number;
  /** Targets become `smoothing / 2` and `1 - smoothing / 2`. */
  readonly smoothing: number;
  /** How likely a cell is thought to lack a label that is given, 0..1; a given label's target is multiplied by 1 - this before it is smoothed. 0 when absent. */
  readonly absentInCell?: number;
  /** Weight of the examples that have the class, `[classes]`; those without it count 1. */
  readonly positiveWeights: readonly number[];
}

/**
 * Sigmoid focal loss (Lin et al. 2017, "Focal Loss for Dense Object Detection") from logits, for soft targets t:
 *
 *   w · [ t (1 - p)^γ · -log p  +  (1 - t) p^γ · -log(1 - p) ]
 *
 * The weight w goes by the label before it is smoothed, and on both terms. Were it on the first term alone, as PyTorch's `pos_weight`
 * is, it would multiply the smoothing too: at weight 10 and smoothing 0.05 no cell without the class could fall below p = 0.2.
 *
 * Noise in the labels of cells goes one way: a label of the tile may be absent in a cell (in 0.345 of the cells measured on HPA data), while
 * one that the tile lacks is nearly never present. Uniform smoothing (Szegedy et al. 2016, "Rethinking the Inception Architecture") is joined
 * therefore by a term for given labels alone, t' = (1 - absent) t, then t'' = (1 - smoothing) t' + smoothing / 2: the expected label under
 * class-conditional noise with one rate for positives and one for negatives (Natarajan et al. 2013, "Learning with Noisy Labels"; the
 * forward correction of Patrini et al. 2017, applied to the target instead of the output). It stays above an absent label's target always.
 *
 * Everything is written in softplus(x) = -log(1 - p) and softplus(-x) = -log p, so that it is finite for every finite logit.
 * @param logits `[batch, classes]`
 * @param targets `[batch, classes]`, 0..1
 * @param mask `[batch]`, 1 for real examples and 0 for those that only fill the batch
 * @returns the sum over real examples of each one's mean over classes
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
