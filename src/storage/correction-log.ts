import type { Cell } from "../domain/cell/cell.ts";
import { selectPredictions } from "../domain/localisation/select-predictions.ts";
import type { TileId } from "../domain/tile/tile.ts";
import { completeRow } from "./complete-row.ts";
import { correctionsOf } from "./correction-range.ts";
import { type StoredCorrection, type TileRow, withDatabase } from "./database.ts";

/** Loads the correction at a position of the tile's log, 0 for the first. Null when there is none. */
export function loadCorrection(tileId: TileId, position: number): Promise<StoredCorrection | null> {
  return withDatabase(tileId, async (database) => (await database.get("corrections", [tileId, position])) ?? null);
}

/** Everything that `commitCorrection` stores. */
export interface CorrectionCommit {
  readonly tileId: TileId;
  /** Id of the generation that was corrected. */
  readonly from: string;
  /** Makes the new row from the stored one. */
  readonly change: (row: TileRow) => TileRow;
  /** All cells of the tile after the correction. */
  readonly cells: readonly Cell[];
  /** Numbers of the changed cells, whose predictions are deleted. */
  readonly touched: readonly number[];
  /** The new entry of the log, which replaces undone entries. Null when an entry of the log is undone or redone. */
  readonly entry: StoredCorrection | null;
}

/**
 * Stores a correction in one transaction: the row, the cells and the log. It also deletes the predictions of the
 * changed cells. From this moment on the row names the new files.
 *
 * @returns the new row. Null when the tile was removed or segmented again meanwhile; then nothing is changed.
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
