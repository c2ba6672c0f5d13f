import * as tf from "@tensorflow/tfjs-core";
import type { Parameters } from "./parameters.ts";

/**
 * The context features of a cell, which the other cells of its tile use: the cell's features, or their fixed random
 * projection if the network has one.
 * @param features `[batch, features]`
 * @returns `[batch, width]`
 */
export function contextFeatures(parameters: Parameters, features: tf.Tensor2D): tf.Tensor2D {
  const projection = parameters.get("context.projection")!; // [features, width]
  return projection === undefined ? tf.clone(features) : tf.matMul(features, projection);
}
