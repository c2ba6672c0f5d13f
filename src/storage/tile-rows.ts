import type { Cell } from "../domain/cell/cell.ts";
import { selectPredictions } from "../domain/localisation/select-predictions.ts";
import type { TileId } from "../domain/tile/tile.ts";
import { completeCell, completeRow } from "./complete-row.ts";
import { correctionsOf } from "./correction-range.ts";
import { type TileRow, withDatabase } from "./database.ts";
import { removePath } from "./files/private-files.ts";
import { tilePath } from "./tile-paths.ts";

/** All tiles, in the order in which they came. */
export async function loadTileRows(): Promise<TileRow[]> {
  const rows = await withDatabase("The list of tiles", (database) => database.getAll("tiles"));
  return rows
    .map(completeRow)
    .sort((a, b) => a.record.addedAt - b.record.addedAt || (a.record.id < b.record.id ? -1 : 1));
}

/** The tile's row, or null when it is not in the data set. */
export function loadTileRow(tileId: TileId): Promise<TileRow | null> {
  return withDatabase(tileId, async (database) => {
    const row = await database.get("tiles", tileId);
    return row === undefined ? null : completeRow(row);
  });
}

/** Puts new rows in, over those of the same tiles, all or none. */
export function putTileRows(rows: readonly TileRow[]): Promise<void> {
  return withDatabase("The list of tiles", async (database) => {
    const transaction = database.transaction("tiles", "readwrite");
    await Promise.all([...rows.map((row) => transaction.store.put(row)), transaction.done]);
  });
}

/**
 * Changes one row as it stands at this moment, so that labels which came in meanwhile are not overwritten.
 *
 * @returns the new row, or null (and nothing is changed) when the tile was removed.
 */
export async function changeTileRow(tileId: TileId, change: (row: TileRow) => TileRow): Promise<TileRow | null> {
  const [changed = null] = await changeTileRows([tileId], change, tileId);
  return changed;
}

/**
 * The same for many rows in one transaction, all or none: one for each of 20,000 tiles would take a quarter of a minute.
 *
 * @param subject named in problems.
 * @returns the new rows of those tiles that are there, in the order of `tileIds`.
 */
export function changeTileRows(
  tileIds: readonly TileId[],
  change: (row: TileRow) => TileRow,
  subject: string,
): Promise<TileRow[]> {
  return withDatabase(subject, async (database) => {
    const transaction = database.transaction("tiles", "readwrite");
    const rows = await Promise.all(tileIds.map((id) => transaction.store.get(id)));
    const changed = rows.flatMap((row) => (row === undefined ? [] : [change(completeRow(row))]));
    await Promise.all([...changed.map((row) => transaction.store.put(row)), transaction.done]);
    return changed;
  });
}

/**
 * Puts a finished segmentation in place in one transaction: row and cells, and the predictions of the cells before are
 * dropped but for those of cells that stay, with the log of their corrections. This is the moment from which the generation's files count.
 *
 * @param change the new row, or null when this segmentation is not of that row's pixels.
 * @param stays whether this cell is the one it was before.
 * @returns the new row, or null (and nothing is changed) when there is none.
 */
export function commitSegmentation(
  tileId: TileId,
  cells: readonly Cell[],
  change: (row: TileRow) => TileRow | null,
  stays: (number: number) => boolean = () => false,
): Promise<TileRow | null> {
  return withDatabase(tileId, async (database) => {
    const transaction = database.transaction(["tiles", "cells", "predictions", "corrections"], "readwrite");
    const row = await transaction.objectStore("tiles").get(tileId);
    const changed = row === undefined ? null : change(completeRow(row));
    if (changed !== null) {
      const predictions = (await transaction.objectStore("predictions").get(tileId)) ?? null;
      const kept = selectPredictions(predictions, stays);
      await Promise.all([
        transaction.objectStore("tiles").put(changed),
        transaction.objectStore("cells").put({ tileId, cells }),
        kept === null || kept.numbers.length === 0
          ? transaction.objectStore("predictions").delete(tileId)
          : transaction.objectStore("predictions").put(kept),
        transaction.objectStore("corrections").delete(correctionsOf(tileId)),
      ]);
    }
    await transaction.done;
    return changed;
  });
}

/** The tile's cells by number; none when it is not segmented. */
export function loadCells(tileId: TileId): Promise<readonly Cell[]> {
  return withDatabase(tileId, async (database) =>
    ((await database.get("cells", tileId))?.cells ?? []).map(completeCell),
  );
}

/** Deletes everything of these tiles but their weak labels, which serve again should the tile come back. */
export async function deleteTiles(tileIds: readonly TileId[]): Promise<void> {
  const folders = await withDatabase("The list of tiles", async (database) => {
    const transaction = database.transaction(["tiles", "cells", "predictions", "corrections"], "readwrite");
    const rows = await Promise.all(tileIds.map((id) => transaction.objectStore("tiles").get(id)));
    await Promise.all(
      tileIds.flatMap((id) => [
        transaction.objectStore("tiles").delete(id),
        transaction.objectStore("cells").delete(id),
        transaction.objectStore("predictions").delete(id),
        transaction.objectStore("corrections").delete(correctionsOf(id)),
      ]),
    );
    await transaction.done;
    return rows.flatMap((row) => row?.folder ?? []);
  });
  // Records first: should the page be closed now, the files are leftovers that the next start sweeps.
  for (const folder of folders) await removePath(tilePath(folder));
}
