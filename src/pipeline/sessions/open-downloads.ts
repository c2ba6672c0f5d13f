import { throwIfCancelled } from "../../domain/cancel.ts";
import { hasTag } from "../../domain/errors.ts";
import type { StartingWeights } from "../../domain/training/starting-weights.ts";
import { fetchWeights, type OnBytes } from "../models/fetch-weights.ts";
import { importWeights } from "../models/import-weights.ts";

/** Fetches weights from addresses, one after the other, and stores them like the user's own files. */
export function openDownloads() {
  let last: Promise<unknown> = Promise.resolve();

  async function fetchNext(address: string, onBytes: OnBytes, signal: AbortSignal): Promise<StartingWeights> {
    throwIfCancelled(signal);
    const { file, name, forget } = await fetchWeights(address, onBytes, signal);
    try {
      const weights = await importWeights(file, name, address.trim(), signal);
      await forget();
      return weights;
    } catch (error) {
      // After a cancelled import the whole file is kept: the next fetch of this address need not load it again.
      if (!hasTag(error, "Cancelled")) await forget();
      throw error;
    }
  }

  return {
    /**
     * @throws What `fetchWeights` and `importWeights` throw. After `Cancelled`, the bytes that came are kept for the
     * next fetch.
     */
    fetch(address: string, onBytes: OnBytes, signal: AbortSignal): Promise<StartingWeights> {
      const fetched = last.then(() => fetchNext(address, onBytes, signal));
      last = fetched.catch(() => {});
      return fetched;
    },
  };
}
