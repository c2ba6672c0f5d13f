import { problemError } from "../../domain/errors.ts";
import type { StartingWeights } from "../../domain/training/starting-weights.ts";
import { fetchWeights, type OnBytes } from "../models/fetch-weights.ts";
import { importWeights } from "../models/import-weights.ts";

/** Fetches weights from addresses, one at a time, and keeps them as the user's own files are kept. */
export function openDownloads() {
  let current: AbortController | null = null;
  return {
    /** @throws what `fetchWeights` and `importWeights` throw; Cancelled, what came is kept for the next try. */
    async fetch(address: string, onBytes: OnBytes): Promise<StartingWeights> {
      current?.abort();
      const mine = new AbortController();
      current = mine;
      try {
        const { file, name, forget } = await fetchWeights(address, onBytes, mine.signal);
        try {
          return await importWeights(file, name, address.trim());
        } finally {
          await forget();
        }
      } catch (error) {
        if (!mine.signal.aborted) throw error;
        throw problemError({
          tag: "Cancelled",
          subject: address,
          message: "The download was cancelled.",
          remedy: "Fetch it again: it goes on from there.",
        });
      } finally {
        if (current === mine) current = null;
      }
    },
    cancel(): void {
      current?.abort();
    },
  };
}
