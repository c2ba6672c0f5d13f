import * as tf from "@tensorflow/tfjs-core";
import type { Architecture } from "./architecture.ts";
import { forEachBatch, type InferenceRun } from "./each-batch.ts";
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

/** Probabilities of cells, `[cells, classes]`, 0..1, in their order; null when stopped. */
export async function predictCells(run: InferenceRun, testTimeFlips: boolean): Promise<Float32Array | null> {
  const { architecture, parameters, examples } = run;
  const { classes } = architecture;
  const probabilities = new Float32Array(examples.length * classes);
  const all = await forEachBatch(run, async (batch, input, first) => {
    const scores = predictProbabilities(architecture, parameters, input, testTimeFlips);
    const rows = await scores.data();
    scores.dispose();
    probabilities.set(rows.subarray(0, batch.count * classes), first * classes);
  });
  return all ? probabilities : null;
}
