import * as tf from "@tensorflow/tfjs-core";
import { type Parameters, parameter } from "./parameters.ts";

/**
 * Gated attention (Ilse, Tomczak and Welling 2018, "Attention-based Deep Multiple Instance Learning", equation 9)
 * with one score for each class, as in CLAM's multi-branch form (Lu et al. 2021): score = w · (tanh(V f) ⊙ σ(U f)).
 * The pooled logit of a tile is the mean of its cells' logits, weighted by softmax(score).
 * @param features `[batch, features]`
 * @returns `[batch, classes]`
 */
export function attentionScores(parameters: Parameters, features: tf.Tensor2D): tf.Tensor2D {
  const dense = (name: string, x: tf.Tensor2D) =>
    tf.add<tf.Tensor2D>(
      tf.matMul(x, parameter(parameters, `${name}.weight`) as tf.Tensor2D),
      parameter(parameters, `${name}.bias`),
    );
  return tf.tidy(() => {
    // [batch, attention width]
    const hidden = tf.mul<tf.Tensor2D>(
      tf.tanh(dense("attention.value", features)),
      tf.sigmoid(dense("attention.gate", features)),
    );
    return dense("attention.score", hidden);
  });
}
