import { throwIfCancelled } from "../domain/cancel.ts";
import type { WorkerClient } from "./worker-client.ts";

/**
 * Runs work that cannot read a signal, because it keeps its thread busy for long. The worker is terminated when the
 * signal is aborted.
 *
 * @throws Cancelled, and every error that `work` rejects with.
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
    // The error of the termination does not name the work; the signal's reason does.
    throwIfCancelled(signal);
    throw error;
  } finally {
    signal.removeEventListener("abort", client.terminate);
  }
}
