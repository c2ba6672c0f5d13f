import type { CellReference } from "../../domain/cell/cell.ts";
import type { CellExplanation } from "../../domain/cell/exploration.ts";
import type { Backend } from "../../learning/backend/backend.ts";
import { embedTile } from "../exploration/embed-tile.ts";
import { explainCell } from "../exploration/explain-cell.ts";
import { keepNetwork } from "../models/kept-network.ts";
import { loadReadyTiles } from "../tile/ready-tile.ts";

/** Does small work between training and prediction; null when the card is busy with those, or they were asked for before its turn came. */
export type GiveWay = <T>(work: (backend: Backend, shouldStop: () => boolean) => Promise<T>) => Promise<T | null>;

/** What the learning worker answers about single cells with the chosen model; it stays on the card until training wants it. */
export function openExplainSession(giveWay: GiveWay) {
  const network = keepNetwork();
  let newest = 0;
  let embedding = false;

  return {
    /** Frees the GPU's memory for training or prediction. */
    free: network.free,
    /** The backend is gone. */
    forget: network.forget,
    /**
     * Where in its crop the network sees a class of a cell.
     *
     * @returns null when the card is busy, or a newer question was asked meanwhile.
     * @throws NothingToLearn, ModelMismatch, StorageBroken, DeviceLost.
     */
    explainCell(cell: CellReference, classIndex: number): Promise<CellExplanation | null> {
      newest += 1;
      const mine = newest;
      return giveWay(async (backend) =>
        mine === newest ? explainCell(cell, classIndex, await network.current(backend), backend) : null,
      );
    },
    /**
     * Computes the features of all cells that have none of the chosen model yet, a tile at a time; other small work goes in between.
     *
     * @param onProgress told of tiles.
     * @returns whether all cells have features now; false when stopped, or the card was needed. What is done is kept.
     * @throws NothingToLearn, ModelMismatch, StorageBroken, QuotaExceeded, DeviceLost.
     */
    async embed(onProgress: (done: number, of: number) => void): Promise<boolean> {
      embedding = true;
      const tiles = await loadReadyTiles();
      onProgress(0, tiles.length);
      for (const [index, { record }] of tiles.entries()) {
        const done = await giveWay(async (backend, shouldStop) =>
          embedTile(record.id, await network.current(backend), backend, () => !embedding || shouldStop()),
        );
        if (done !== true) return false;
        onProgress(index + 1, tiles.length);
      }
      return true;
    },
    /** Ends `embed` after the batch in hand. */
    async stopEmbedding(): Promise<void> {
      embedding = false;
    },
  };
}
