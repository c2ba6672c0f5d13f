import * as tf from "@tensorflow/tfjs-core";

const rectify = tf.customGrad((x, save) => {
  const value = tf.relu(x as tf.Tensor);
  (save as tf.GradSaveFunc)([value]);
  return { value, gradFunc: (dy: tf.Tensor, [y]: tf.Tensor[]) => [tf.mul(dy, tf.step(y as tf.Tensor))] };
});

/**
 * Rectified linear unit that keeps its output for the gradient, not its input as tfjs does. The next convolution keeps that
 * output anyway, so a layer holds two activations while training instead of three.
 */
export function relu<T extends tf.Tensor>(x: T): T {
  return rectify(x) as T;
}
