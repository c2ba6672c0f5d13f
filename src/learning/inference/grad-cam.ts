import * as tf from "@tensorflow/tfjs-core";
import type { Architecture } from "../network/architecture.ts";
import type { Parameters } from "../network/parameters.ts";
import { applyHead, forward } from "../network/resnet.ts";

/**
 * Grad-CAM shows where the network sees a class (Selvaraju et al. 2017, equations 1 and 2). The weight of a feature's
 * map is the mean gradient of the class's logit with respect to that map. The positive part of the weighted sum of the
 * maps is the evidence for the class.
 * @param lastMap activations of a convolution, `[batch, side, side, features]`
 * @param logitsOf the rest of the network: returns the logit of the class for each cell, `[batch]`, which must depend
 * on the map of that cell only
 * @returns `[batch, side, side]`, 0 or more, in logits per place
 */
export function gradCamOf(lastMap: tf.Tensor4D, logitsOf: (map: tf.Tensor4D) => tf.Tensor1D): tf.Tensor3D {
  return tf.tidy(() => {
    // A cell's logit depends on its own map only, so the gradient of the sum contains the gradient of each cell.
    const gradient = tf.grad((map) => tf.sum(logitsOf(map as tf.Tensor4D)))(lastMap);
    const weights = tf.mean(gradient, [1, 2], true); // [batch, 1, 1, features]
    return tf.relu(tf.sum<tf.Tensor3D>(tf.mul(lastMap, weights), 3));
  });
}

/**
 * Grad-CAM of one class at the activations of the last stage.
 * @param input `[batch, size, size, channels]`, 0..1. The caller disposes it.
 * @returns `[batch, side, side]`, 0 or more. Each place covers an equal share of the crop. The caller disposes it.
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
