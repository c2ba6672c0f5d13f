import * as tf from "@tensorflow/tfjs-core";
import type { Architecture } from "./architecture.ts";
import type { Backend } from "./backend.ts";
import { type Example, loadMicroBatch, type MicroBatch, planMicroBatches } from "./batches.ts";
import { breathe } from "./breathe.ts";
import type { CropReader } from "./crop-reader.ts";
import type { Objective } from "./objective.ts";
import type { Parameters } from "./parameters.ts";
import { predictProbabilities } from "./predict.ts";
import { forward } from "./resnet.ts";

export interface Network {
  readonly architecture: Architecture;
  readonly parameters: Parameters;
}

/**
 * Runs `examples` through `dispatch` in fixed batches, preparing the next while the GPU has the one in hand.
 * @returns whether all were run; false when `shouldStop` said so before.
 */
async function forEachBatch(
  reader: CropReader,
  examples: readonly Example[],
  batchSize: number,
  backend: Backend,
  shouldStop: () => boolean,
  dispatch: (batch: MicroBatch, input: tf.Tensor4D, first: number) => Promise<void>,
): Promise<boolean> {
  const plans = planMicroBatches(
    examples.map((_, index) => index),
    batchSize,
  );
  const { inputSize } = reader;
  const load = (index: number) => {
    const plan = plans[index];
    return plan === undefined ? null : loadMicroBatch(reader, examples, plan, null);
  };
  let pending = load(0);
  for (let index = 0; pending !== null; index += 1) {
    if (shouldStop()) return false;
    const batch = await pending;
    const input = tf.tensor4d(batch.input, [batchSize, inputSize, inputSize, 4]);
    const done = dispatch(batch, input, index * batchSize);
    pending = load(index + 1);
    pending?.catch(() => undefined);
    await backend.guard(done).finally(() => input.dispose());
    await breathe(backend);
  }
  return true;
}

/**
 * Loss and probabilities of validation cells, with the running statistics.
 * @returns mean loss a cell; probabilities `[examples.length, classes]`, 0..1; null when stopped
 */
export async function evaluate(
  { architecture, parameters }: Network,
  reader: CropReader,
  examples: readonly Example[],
  batchSize: number,
  objective: Objective,
  backend: Backend,
  shouldStop: () => boolean,
): Promise<{ loss: number; probabilities: Float32Array } | null> {
  const { classes } = architecture;
  const probabilities = new Float32Array(examples.length * classes);
  let lossSum = 0;
  const all = await forEachBatch(reader, examples, batchSize, backend, shouldStop, async (batch, input, first) => {
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

/** Probabilities of cells, `[examples.length, classes]`, 0..1, in their order; null when stopped. */
export async function predictCells(
  { architecture, parameters }: Network,
  reader: CropReader,
  examples: readonly Example[],
  batchSize: number,
  testTimeFlips: boolean,
  backend: Backend,
  shouldStop: () => boolean,
): Promise<Float32Array | null> {
  const { classes } = architecture;
  const probabilities = new Float32Array(examples.length * classes);
  const all = await forEachBatch(reader, examples, batchSize, backend, shouldStop, async (batch, input, first) => {
    const scores = predictProbabilities(architecture, parameters, input, testTimeFlips);
    const rows = await scores.data();
    scores.dispose();
    probabilities.set(rows.subarray(0, batch.count * classes), first * classes);
  });
  return all ? probabilities : null;
}
