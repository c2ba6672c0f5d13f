import { breathe } from "./breathe.ts";
import { throwIfCancelled } from "./cancel.ts";

/** ms that a loop may hold its thread before it reads messages. A tenth of what a user may wait for an end. */
const longestHold = 50;

/**
 * Makes a long loop cancellable: the loop awaits the returned function in each round. A worker in a loop without
 * pauses never reads the message that aborts its signal. The function reads messages (`breathe`) when 50 ms have
 * passed since it did so last, so that it costs next to nothing in between.
 *
 * @returns the function. It rejects with Cancelled once the signal is aborted.
 */
export function openPauses(signal: AbortSignal): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last >= longestHold) {
      await breathe();
      last = performance.now();
    }
    throwIfCancelled(signal);
  };
}
