import * as tf from "@tensorflow/tfjs-core";
import { forEachBatch, type InferenceRun } from "../batches/each-batch.ts";
import { forward } from "../network/resnet.ts";

/**
 * The features behind the logits of cells, with the running statistics, of the crop as it is.
 * @returns `[cells, features]`, 0 or more, in the cells' order.
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
