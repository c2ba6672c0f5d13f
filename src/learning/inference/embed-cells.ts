import * as tf from "@tensorflow/tfjs-core";
import { forEachBatch, type InferenceRun } from "../batches/each-batch.ts";
import { forward } from "../network/resnet.ts";

/**
 * Computes the features from which the network computes its logits. The network normalises by its running
 * statistics, and the crops are neither mirrored nor turned.
 * @returns `[cells, features]`, 0 or more, in the order of the cells
 * @throws Cancelled
 */
export async function embedCells(run: InferenceRun): Promise<Float32Array<ArrayBuffer>> {
  const { architecture, parameters, examples } = run;
  let embeddings = new Float32Array(0);
  await forEachBatch(run, async (batch, input, first) => {
    const features = tf.tidy(() => forward(architecture, parameters, input, false).features);
    const [, width] = features.shape;
    const rows = await features.data();
    features.dispose();
    if (first === 0) embeddings = new Float32Array(examples.length * width);
    embeddings.set(rows.subarray(0, batch.count * width), first * width);
  });
  return embeddings;
}
