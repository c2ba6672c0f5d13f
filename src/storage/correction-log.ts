import type { Cell } from "../domain/cell/cell.ts";
import { selectPredictions } from "../domain/localisation/select-predictions.ts";
import type { TileId } from "../domain/tile/tile.ts";
import { completeRow } from "./complete-row.ts";
import { correctionsOf } from "./correction-range.ts";
import { type StoredCorrection, type TileRow, withDatabase } from "./database.ts";

/** The correction at this position of the tile's log; null when there is none. */
export function loadCorrection(tileId: TileId, position: number): Promise<StoredCorrection | null> {
  return withDatabase(tileId, async (database) => (await database.get("corrections", [tileId, position])) ?? null);
}

export interface CorrectionCommit {
  readonly tileId: TileId;
  /** Id of the generation that was corrected. */
  readonly from: string;
  readonly change: (row: TileRow) => TileRow;
  /** All cells of the tile as they are now. */
  readonly cells: readonly Cell[];
  /** Cells whose predictions no longer hold. */
  readonly touched: readonly number[];
  /** The new entry of the log, in place of those that were undone; null when one of the log is undone or redone. */
  readonly entry: StoredCorrection | null;
}

/**
 * Puts a correction in place in one transaction: row, cells, log, and the predictions of the touched cells are dropped. This
 * is the moment from which the new files count.
 *
 * @returns the new row, or null (and nothing is changed) when the tile was removed or segmented again meanwhile.
 */
export function commitCorrection(commit: CorrectionCommit): Promise<TileRow | null> {
  const { tileId, from, change, cells, touched, entry } = commit;
  return withDatabase(tileId, async (database) => {
    const transaction = database.transaction(["tiles", "cells", "predictions", "corrections"], "readwrite");
    const stored = await transaction.objectStore("tiles").get(tileId);
    const changed = stored?.generation?.id === from ? change(completeRow(stored)) : null;
    if (changed !== null) {
      const predictions = (await transaction.objectStore("predictions").get(tileId)) ?? null;
      const kept = selectPredictions(predictions, (number) => !touched.includes(number));
      await Promise.all([
        transaction.objectStore("tiles").put(changed),
        transaction.objectStore("cells").put({ tileId, cells }),
        kept === null
          ? transaction.objectStore("predictions").delete(tileId)
          : transaction.objectStore("predictions").put(kept),
        ...(entry === null
          ? []
          : [
              transaction.objectStore("corrections").delete(correctionsOf(tileId, entry.position)),
              transaction.objectStore("corrections").put(entry),
            ]),
      ]);
    }
    await transaction.done;
    return changed;
  });
}
