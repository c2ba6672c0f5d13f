import type * as tf from "@tensorflow/tfjs-core";
import { breathe } from "../../domain/breathe.ts";
import { throwIfCancelled } from "../../domain/cancel.ts";
import type { Backend } from "../backend/backend.ts";
import type { Architecture } from "../network/architecture.ts";
import type { Parameters } from "../network/parameters.ts";
import type { BatchSource } from "./batch-source.ts";
import { type Example, type MicroBatch, planMicroBatches } from "./batches.ts";

/** A network, and cells that go through it without training. */
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
 * Calls `dispatch` for batches of fixed size, in the order of the cells. While the GPU works on one batch, the next one
 * is prepared.
 * @param dispatch gets the batch, its crops on the backend and the index of its first cell
 * @throws Cancelled if the signal is aborted before the last batch. No tensors are left on the backend then.
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
    // A loop that stops early never awaits this promise, so its rejection must not count as unhandled.
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
    // Waiting for a GPU lets messages in. On the processor the results are there at once, so it needs a pause.
    if (backend.info.kind === "cpu") await breathe();
  }
}
