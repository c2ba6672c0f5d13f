import * as tf from "@tensorflow/tfjs-core";
import { type Parameters, parameter } from "./parameters.ts";

/**
 * Class-activation maps (Zhou et al. 2016, equation 2): the head's weights are applied at each position of the
 * feature map instead of to its mean. The mean of a class-activation map plus the head's bias is the logit of the
 * class. Values are signed: a value below 0 is evidence against the class.
 * @param lastMap `[batch, side, side, features]`
 * @returns `[batch, side, side, classes]`, in logits
 */
export function classActivationMaps(parameters: Parameters, lastMap: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    const weights = parameter(parameters, "fc.weight") as tf.Tensor2D; // [features, classes]
    const [features, classes] = weights.shape;
    return tf.conv2d(lastMap, tf.reshape<tf.Rank.R4>(weights, [1, 1, features, classes]), 1, "valid");
  });
}
