import * as tf from "@tensorflow/tfjs-core";
import { forEachBatch, type InferenceRun } from "../batches/each-batch.ts";
import { contextFeatures } from "../network/cell-context.ts";
import { forward } from "../network/resnet.ts";
import { openBlend } from "../weak-labels/blend-context.ts";
import type { Objective } from "../weak-labels/objective.ts";

/**
 * Computes the loss and the probabilities of validation cells, with the running statistics. The loss is the cell
 * loss for every objective, so the curves of different objectives can be compared.
 * @returns the mean loss of a cell, and probabilities `[cells, classes]`, 0..1, which include the context if the
 * network has a context head
 * @throws Cancelled
 */
export async function evaluate(
  run: InferenceRun,
  { cellLoss }: Pick<Objective, "cellLoss">,
): Promise<{ loss: number; probabilities: Float32Array }> {
  const { architecture, parameters, examples, batchSize } = run;
  const { classes } = architecture;
  const blend = await openBlend(run);
  let lossSum = 0;
  await forEachBatch(run, async (batch, input, first) => {
    const [loss, scores, context] = tf.tidy(() => {
      const targets = tf.tensor2d(batch.targets, [batchSize, classes]);
      const { logits, features } = forward(architecture, parameters, input, false);
      return [
        cellLoss(logits, targets, tf.tensor1d(batch.mask)),
        tf.sigmoid(logits),
        contextFeatures(parameters, features),
      ];
    }) as [tf.Scalar, tf.Tensor2D, tf.Tensor2D];
    const [[value = Number.NaN]] = await Promise.all([loss.data(), blend.take(first, batch.count, scores, context)]);
    tf.dispose([loss, scores, context]);
    lossSum += value;
  });
  return { loss: lossSum / examples.length, probabilities: await blend.finish() };
}
