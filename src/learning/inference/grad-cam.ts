import * as tf from "@tensorflow/tfjs-core";
import type { Architecture } from "../network/architecture.ts";
import type { Parameters } from "../network/parameters.ts";
import { applyHead, forward } from "../network/resnet.ts";

/**
 * Where the network sees a class: Grad-CAM (Selvaraju et al. 2017, equations 1 and 2). Each feature's map is weighted by the mean
 * gradient of the class's logit for it; what is left above 0 of their sum speaks for the class.
 * @param lastMap activations of a convolution, `[batch, side, side, features]`.
 * @param logitsOf the rest of the network, `[batch]`: the logit of the class for each cell, from its own map alone.
 * @returns `[batch, side, side]`, 0 or more, in logits a place.
 */
export function gradCamOf(lastMap: tf.Tensor4D, logitsOf: (map: tf.Tensor4D) => tf.Tensor1D): tf.Tensor3D {
  return tf.tidy(() => {
    // A cell's logit depends on no other cell's map, so the gradient of the sum holds each cell's own.
    const gradient = tf.grad((map) => tf.sum(logitsOf(map as tf.Tensor4D)))(lastMap);
    const weights = tf.mean(gradient, [1, 2], true); // [batch, 1, 1, features]
    return tf.relu(tf.sum<tf.Tensor3D>(tf.mul(lastMap, weights), 3));
  });
}

/**
 * Grad-CAM of one class at the last stage's activations.
 * @param input `[batch, size, size, channels]`, 0..1; stays the caller's.
 * @returns `[batch, side, side]`, 0 or more; each place stands for an equal share of the crop. The caller disposes it.
 */
export function gradCam(
  architecture: Architecture,
  parameters: Parameters,
  input: tf.Tensor4D,
  classIndex: number,
): tf.Tensor3D {
  return tf.tidy(() => {
    const { lastMap } = forward(architecture, parameters, input, false);
    return gradCamOf(lastMap, (map) => {
      const { logits } = applyHead(parameters, map);
      return tf.reshape<tf.Rank.R1>(tf.slice(logits, [0, classIndex], [-1, 1]), [-1]);
    });
  });
}
