import * as tf from "@tensorflow/tfjs-core";
import { type Parameters, parameter } from "./parameters.ts";

/**
 * What other cells of a tile need of a cell: its features, or their fixed random projection where the network has one.
 * @param features `[batch, features]`
 * @returns `[batch, width]`
 */
export function contextFeatures(parameters: Parameters, features: tf.Tensor2D): tf.Tensor2D {
  const projection = parameters.get("context.projection") as tf.Tensor2D | undefined; // [features, width]
  return projection === undefined ? tf.clone(features) : tf.matMul(features, projection);
}

/**
 * The second head: logits of a cell from what surrounds it. A tile's label tells of all its cells, so the others know much of
 * what a cell, taken alone, leaves open: the best HPA solutions combined cell and image for that reason. Where theirs see
 * pixels again, this one sees the other cells' features.
 * @param surroundings `[batch, 2 * width]`, see `meanOfOthers`
 * @returns `[batch, classes]`
 */
export function contextLogits(parameters: Parameters, surroundings: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() =>
    tf.add<tf.Tensor2D>(
      tf.matMul(surroundings, parameter(parameters, "context.weight") as tf.Tensor2D),
      parameter(parameters, "context.bias"),
    ),
  );
}
