import * as tf from "@tensorflow/tfjs-core";
import { throwIfCancelled } from "../../domain/cancel.ts";
import { forEachBatch, type InferenceRun } from "../batches/each-batch.ts";
import type { Architecture } from "../network/architecture.ts";
import { contextFeatures } from "../network/cell-context.ts";
import type { Parameters } from "../network/parameters.ts";
import { forward, type HeadResult } from "../network/resnet.ts";
import { openBlend } from "../weak-labels/blend-context.ts";
import type { InferenceNetwork } from "./inference-network.ts";

/**
 * The axes of `[batch, height, width, channels]` that each view reverses: none, two mirror images, and the half
 * turn.
 */
const flips: readonly (readonly number[])[] = [[], [2], [1], [1, 2]];

/** The prediction of one batch, on the backend. The caller disposes both tensors. */
interface BatchPrediction {
  /** `[batch, classes]`, 0..1. */
  readonly probabilities: tf.Tensor2D;
  /** `[batch, width]`, the context features of the cells (`cell-context.ts`). */
  readonly features: tf.Tensor2D;
}

/**
 * Predicts one batch.
 * @param input `[batch, size, size, channels]`, 0..1. The caller disposes it.
 * @param testTimeFlips true to average over the crop, its two mirror images and its half turn
 * @param network a faster form of the same network, see `openInference`
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
 * Predicts the probabilities of cells. If the network has a context head, all cells of a tile must be in the same run.
 * @param network a faster form of the run's network, see `openInference`
 * @returns `[cells, classes]`, 0..1, in the order of the cells
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
