import * as tf from "@tensorflow/tfjs-core";
import type { Architecture } from "./architecture.ts";
import type { Parameters } from "./parameters.ts";
import { forward } from "./resnet.ts";

/** Axes of `[batch, height, width, channels]` to reverse: as it is, both mirror images, and the half turn. */
const flips: readonly (readonly number[])[] = [[], [2], [1], [1, 2]];

/**
 * Probabilities of one batch, `[batch, classes]`, on the backend: the caller reads and disposes them.
 * @param input `[batch, size, size, channels]`, 0..1; stays the caller's.
 * @param testTimeFlips average the probabilities of the crop, its mirror images and its half turn.
 */
export function predictProbabilities(
  architecture: Architecture,
  parameters: Parameters,
  input: tf.Tensor4D,
  testTimeFlips: boolean,
): tf.Tensor2D {
  return tf.tidy(() => {
    const views = (testTimeFlips ? flips : flips.slice(0, 1)).map((axes) => {
      const view = axes.length > 0 ? tf.reverse(input, [...axes]) : input;
      return tf.sigmoid(forward(architecture, parameters, view, false).logits);
    });
    return tf.div<tf.Tensor2D>(tf.addN(views), views.length);
  });
}
