import * as tf from "@tensorflow/tfjs-core";
import { throwIfCancelled } from "../../domain/cancel.ts";
import { forEachBatch, type InferenceRun } from "../batches/each-batch.ts";
import type { Architecture } from "../network/architecture.ts";
import { contextFeatures } from "../network/cell-context.ts";
import type { Parameters } from "../network/parameters.ts";
import { forward, type HeadResult } from "../network/resnet.ts";
import { openBlend } from "../weak-labels/blend-context.ts";
import type { InferenceNetwork } from "./inference-network.ts";

/** Axes of `[batch, height, width, channels]` to reverse: as it is, both mirror images, and the half turn. */
const flips: readonly (readonly number[])[] = [[], [2], [1], [1, 2]];

/** One batch on the backend: the caller reads and disposes both. */
interface BatchPrediction {
  /** `[batch, classes]`, 0..1. */
  readonly probabilities: tf.Tensor2D;
  /** `[batch, width]`, what the cells are to their neighbours (`cell-context.ts`). */
  readonly features: tf.Tensor2D;
}

/**
 * What the network says of one batch.
 * @param input `[batch, size, size, channels]`, 0..1; stays the caller's.
 * @param testTimeFlips average over the crop, its mirror images and its half turn.
 * @param network a quicker form of the same, see `openInference`.
 */
export function predictBatch(
  architecture: Architecture,
  parameters: Parameters,
  input: tf.Tensor4D,
  testTimeFlips: boolean,
  network?: InferenceNetwork,
): BatchPrediction {
  const infer = (view: tf.Tensor4D): HeadResult =>
    network ? network.infer(view) : forward(architecture, parameters, view, false);
  const mean = (views: readonly tf.Tensor2D[]) => tf.div<tf.Tensor2D>(tf.addN([...views]), views.length);
  return tf.tidy(() => {
    const views = (testTimeFlips ? flips : flips.slice(0, 1)).map((axes) => {
      const view = axes.length > 0 ? tf.reverse(input, [...axes]) : input;
      return infer(view);
    });
    return {
      probabilities: mean(views.map(({ logits }) => tf.sigmoid(logits))),
      features: contextFeatures(parameters, mean(views.map(({ features }) => features))),
    };
  });
}

/**
 * Probabilities of cells, `[cells, classes]`, 0..1, in their order. Where the network has a context head, all cells
 * of a tile belong into one run.
 * @param network a quicker form of the run's, see `openInference`.
 * @throws Cancelled
 */
export async function predictCells(
  run: InferenceRun,
  testTimeFlips: boolean,
  network?: InferenceNetwork,
): Promise<Float32Array> {
  const { architecture, parameters } = run;
  const blend = await openBlend(run);
  await forEachBatch(run, async (batch, input, first) => {
    const { probabilities, features } = predictBatch(architecture, parameters, input, testTimeFlips, network);
    await blend.take(first, batch.count, probabilities, features);
    tf.dispose([probabilities, features]);
  });
  throwIfCancelled(run.signal);
  return blend.finish();
}
