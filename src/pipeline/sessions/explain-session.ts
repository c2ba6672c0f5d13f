import { throwIfCancelled } from "../../domain/cancel.ts";
import type { CellReference } from "../../domain/cell/cell.ts";
import type { CellExplanation } from "../../domain/cell/exploration.ts";
import type { Backend } from "../../learning/backend/backend.ts";
import { embedTile } from "../exploration/embed-tile.ts";
import { explainCell } from "../exploration/explain-cell.ts";
import { keepNetwork } from "../models/kept-network.ts";
import { loadReadyTiles } from "../tile/ready-tile.ts";

/**
 * Does small work between training and prediction. The signal that `work` gets is aborted when the caller's signal is
 * aborted, or when training or prediction needs the card.
 *
 * @returns null when training or prediction uses the card, or needed it before the work had ended.
 * @throws Cancelled when the caller's signal is aborted.
 */
export type GiveWay = <T>(
  signal: AbortSignal,
  work: (backend: Backend, signal: AbortSignal) => Promise<T>,
) => Promise<T | null>;

/**
 * Answers questions about single cells with the chosen model. The model's network stays on the card until training or
 * prediction needs the memory.
 */
export function openExplainSession(giveWay: GiveWay) {
  const network = keepNetwork();

  return {
    /** Frees the GPU's memory for training or prediction. */
    free: network.free,
    /** Call this when the backend is gone. */
    forget: network.forget,
    /**
     * Finds where in a cell's crop the network sees a class.
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
     * Computes the features of all cells that have no features of the chosen model yet, one tile at a time. Other
     * small work may run between two tiles. The features of the tiles that are done are kept in any case.
     *
     * @param onProgress Called with counts of tiles.
     * @returns Whether all cells have features now. False means that training or prediction needed the card.
     * @throws NothingToLearn, ModelMismatch, StorageBroken, QuotaExceeded, DeviceLost, Cancelled.
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
