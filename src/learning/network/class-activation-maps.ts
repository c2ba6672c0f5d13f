import * as tf from "@tensorflow/tfjs-core";
import { type Parameters, parameter } from "./parameters.ts";

/**
 * Class-activation maps (Zhou et al. 2016, equation 2): the head's weights applied at each place of the map instead of to its
 * mean. A map's own mean plus the head's bias is the class's logit. Signed: below 0 speaks against the class.
 * @param lastMap `[batch, side, side, features]`.
 * @returns `[batch, side, side, classes]`, in logits.
 */
export function classActivationMaps(parameters: Parameters, lastMap: tf.Tensor4D): tf.Tensor4D {
  return tf.tidy(() => {
    const weights = parameter(parameters, "fc.weight") as tf.Tensor2D; // [features, classes]
    const [features, classes] = weights.shape;
    return tf.conv2d(lastMap, tf.reshape<tf.Rank.R4>(weights, [1, 1, features, classes]), 1, "valid");
  });
}
