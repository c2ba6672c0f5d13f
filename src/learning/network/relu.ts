import * as tf from "@tensorflow/tfjs-core";

const rectify = tf.customGrad((x, save) => {
  const value = tf.relu(x as tf.Tensor);
  (save as tf.GradSaveFunc)([value]);
  return { value, gradFunc: (dy: tf.Tensor, [y]: tf.Tensor[]) => [tf.mul(dy, tf.step(y as tf.Tensor))] };
});

/**
 * Rectified linear unit that saves its output for the gradient, while tfjs's saves its input. The next convolution
 * saves that output anyway, so during training a layer holds two activations instead of three.
 */
export function relu<T extends tf.Tensor>(x: T): T {
  return rectify(x) as T;
}
