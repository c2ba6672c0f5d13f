import { throwIfCancelled } from "../../domain/cancel.ts";
import type { CellReference } from "../../domain/cell/cell.ts";
import type { CellExplanation } from "../../domain/cell/exploration.ts";
import type { Backend } from "../../learning/backend/backend.ts";
import { embedTile } from "../exploration/embed-tile.ts";
import { explainCell } from "../exploration/explain-cell.ts";
import { keepNetwork } from "../models/kept-network.ts";
import { loadReadyTiles } from "../tile/ready-tile.ts";

/**
 * Does small work between training and prediction. The work's signal is aborted by the caller's, or when the card is
 * needed.
 *
 * @returns null when the card is busy with training or prediction, or was needed for them before the work had ended.
 * @throws Cancelled by the caller's signal.
 */
export type GiveWay = <T>(
  signal: AbortSignal,
  work: (backend: Backend, signal: AbortSignal) => Promise<T>,
) => Promise<T | null>;

/** What the learning worker answers about single cells with the chosen model; it stays on the card until training wants it. */
export function openExplainSession(giveWay: GiveWay) {
  const network = keepNetwork();

  return {
    /** Frees the GPU's memory for training or prediction. */
    free: network.free,
    /** The backend is gone. */
    forget: network.forget,
    /**
     * Where in its crop the network sees a class of a cell.
     *
     * @returns null when the card is busy.
     * @throws NothingToLearn, ModelMismatch, StorageBroken, DeviceLost, Cancelled.
     */
    explainCell(cell: CellReference, classIndex: number, signal: AbortSignal): Promise<CellExplanation | null> {
      return giveWay(signal, async (backend, wanted) =>
        explainCell(cell, classIndex, await network.current(backend), backend, wanted),
      );
    },
    /**
     * Computes the features of all cells that have none of the chosen model yet, a tile at a time; other small work goes in between.
     *
     * @param onProgress called with counts of tiles.
     * @returns whether all cells have features now; false when the card was needed. What is done is kept.
     * @throws NothingToLearn, ModelMismatch, StorageBroken, QuotaExceeded, DeviceLost; Cancelled, what is done is kept.
     */
    async embed(onProgress: (done: number, of: number) => void, signal: AbortSignal): Promise<boolean> {
      const tiles = await loadReadyTiles();
      onProgress(0, tiles.length);
      for (const [index, { record }] of tiles.entries()) {
        throwIfCancelled(signal);
        const done = await giveWay(signal, async (backend, wanted) => {
          await embedTile(record.id, await network.current(backend), backend, wanted);
          return true;
        });
        if (done !== true) return false;
        onProgress(index + 1, tiles.length);
      }
      return true;
    },
  };
}
