import type * as tf from "@tensorflow/tfjs-core";
import { breathe } from "../../domain/breathe.ts";
import { throwIfCancelled } from "../../domain/cancel.ts";
import type { Backend } from "../backend/backend.ts";
import type { Architecture } from "../network/architecture.ts";
import type { Parameters } from "../network/parameters.ts";
import type { BatchSource } from "./batch-source.ts";
import { type Example, type MicroBatch, planMicroBatches } from "./batches.ts";

/** A network and the cells that go through it without being learnt from. */
export interface InferenceRun {
  readonly architecture: Architecture;
  readonly parameters: Parameters;
  readonly source: BatchSource;
  readonly examples: readonly Example[];
  readonly batchSize: number;
  readonly backend: Backend;
  /** Read before each batch. */
  readonly signal: AbortSignal;
}

/**
 * Runs the cells through `dispatch` in fixed batches, in their order, preparing the next while the GPU has the one in hand.
 * @param dispatch gets the batch, its crops on the backend and the index of its first cell.
 * @throws Cancelled when the signal is aborted before the last batch; nothing is left on the backend then.
 */
export async function forEachBatch(
  { source, examples, batchSize, backend, signal }: InferenceRun,
  dispatch: (batch: MicroBatch, input: tf.Tensor4D, first: number) => Promise<void>,
): Promise<void> {
  const plans = planMicroBatches(Uint32Array.from(examples.keys()), batchSize);
  const load = (index: number): Promise<MicroBatch> | null => {
    const plan = plans[index];
    if (plan === undefined) return null;
    const loading = source.load(examples, plan, null);
    // Whoever stops never asks for it; that it failed is then nobody's business.
    loading.catch(() => undefined);
    return loading;
  };
  let pending = load(0);
  for (let index = 0; pending !== null; index += 1) {
    throwIfCancelled(signal);
    const batch = await pending;
    const input = batch.input();
    const done = dispatch(batch, input, index * batchSize);
    pending = load(index + 1);
    await backend.guard(done).finally(() => input.dispose());
    // Waiting for a GPU lets messages in by itself; the processor's results are there at once.
    if (backend.info.kind === "cpu") await breathe();
  }
}
