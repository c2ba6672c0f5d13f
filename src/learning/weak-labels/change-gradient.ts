import * as tf from "@tensorflow/tfjs-core";

/** Returns a copy of `x`. Its gradient is multiplied by `factors`, which are broadcast to the shape of `x`. */
export function amplifyGradient(x: tf.Tensor2D, factors: tf.Tensor): tf.Tensor2D {
  const amplify = tf.customGrad((value) => ({
    value: tf.clone(value as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => tf.mul(dy, factors),
  }));
  return amplify(x) as tf.Tensor2D;
}
