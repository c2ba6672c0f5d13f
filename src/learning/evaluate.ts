import * as tf from "@tensorflow/tfjs-core";
import { forEachBatch, type InferenceRun } from "./each-batch.ts";
import type { Objective } from "./objective.ts";
import { forward } from "./resnet.ts";

/**
 * Loss and probabilities of validation cells, with the running statistics.
 * @returns mean loss a cell; probabilities `[cells, classes]`, 0..1; null when stopped
 */
export async function evaluate(
  run: InferenceRun,
  objective: Objective,
): Promise<{ loss: number; probabilities: Float32Array } | null> {
  const { architecture, parameters, examples, batchSize } = run;
  const { classes } = architecture;
  const probabilities = new Float32Array(examples.length * classes);
  let lossSum = 0;
  const all = await forEachBatch(run, async (batch, input, first) => {
    const [loss, scores] = tf.tidy(() => {
      const targets = tf.tensor2d(batch.targets, [batchSize, classes]);
      const { logits } = forward(architecture, parameters, input, false);
      return [objective(logits, { targets, mask: tf.tensor1d(batch.mask) }), tf.sigmoid(logits)];
    }) as [tf.Scalar, tf.Tensor2D];
    const [[value = Number.NaN], rows] = await Promise.all([loss.data(), scores.data()]);
    tf.dispose([loss, scores]);
    lossSum += value;
    probabilities.set(rows.subarray(0, batch.count * classes), first * classes);
  });
  return all ? { loss: lossSum / examples.length, probabilities } : null;
}
