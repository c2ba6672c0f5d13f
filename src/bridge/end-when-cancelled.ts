import { throwIfCancelled } from "../domain/cancel.ts";
import type { WorkerClient } from "./worker-client.ts";

/**
 * Runs work that cannot read a signal, because it holds its thread for long: the worker is terminated when the signal
 * is aborted.
 *
 * @throws Cancelled, and what `work` rejects with.
 */
export async function endWhenCancelled<T>(
  client: WorkerClient<unknown>,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  throwIfCancelled(signal);
  signal.addEventListener("abort", client.terminate);
  try {
    return await work();
  } catch (error) {
    // The termination's own words know nothing of the work that it ended.
    throwIfCancelled(signal);
    throw error;
  } finally {
    signal.removeEventListener("abort", client.terminate);
  }
}
