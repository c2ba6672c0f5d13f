import type { Cell } from "../domain/cell/cell.ts";
import { selectPredictions } from "../domain/localisation/select-predictions.ts";
import type { TileId } from "../domain/tile/tile.ts";
import { completeCell, completeRow } from "./complete-row.ts";
import { correctionsOf } from "./correction-range.ts";
import { type TileRow, withDatabase } from "./database.ts";
import { removePath } from "./files/private-files.ts";
import { tilePath } from "./tile-paths.ts";

/** Loads the rows of all tiles, in the order in which the tiles were added. */
export async function loadTileRows(): Promise<TileRow[]> {
  const rows = await withDatabase("The list of tiles", (database) => database.getAll("tiles"));
  return rows
    .map(completeRow)
    .sort((a, b) => a.record.addedAt - b.record.addedAt || (a.record.id < b.record.id ? -1 : 1));
}

/** Loads the row of a tile; null when the tile is not in the data set. */
export function loadTileRow(tileId: TileId): Promise<TileRow | null> {
  return withDatabase(tileId, async (database) => {
    const row = await database.get("tiles", tileId);
    return row === undefined ? null : completeRow(row);
  });
}

/** Stores rows, and replaces those of the same tiles. Either all rows are stored or none. */
export function putTileRows(rows: readonly TileRow[]): Promise<void> {
  return withDatabase("The list of tiles", async (database) => {
    const transaction = database.transaction("tiles", "readwrite");
    await Promise.all([...rows.map((row) => transaction.store.put(row)), transaction.done]);
  });
}

/**
 * Changes the row of a tile. `change` gets the row as it is in storage now, so that labels which came meanwhile are not
 * overwritten.
 *
 * @returns the new row. Null when the tile was removed; then nothing is changed.
 */
export async function changeTileRow(tileId: TileId, change: (row: TileRow) => TileRow): Promise<TileRow | null> {
  const [changed = null] = await changeTileRows([tileId], change, tileId);
  return changed;
}

/**
 * Changes the rows of many tiles in one transaction, either all or none. One transaction for each of 20,000 tiles would
 * take a quarter of a minute.
 *
 * @param subject named in problems.
 * @returns the new rows, in the order of `tileIds`. Tiles that are not in the data set are left out.
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
 * Stores a finished segmentation in one transaction: the row and the cells. It also deletes the log of
 * corrections, and the predictions of all cells except those that stay the same. From this moment on the
 * row names the generation's files.
 *
 * @param change makes the new row from the stored one. Null means that the segmentation does
 * not belong to the row's pixels.
 * @param stays whether the cell with this number is the same as before.
 * @returns the new row. Null when the tile was removed or `change` returned null; then nothing is changed.
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

/** Loads the cells of a tile, ascending by number. Empty when the tile is not segmented. */
export function loadCells(tileId: TileId): Promise<readonly Cell[]> {
  return withDatabase(tileId, async (database) =>
    ((await database.get("cells", tileId))?.cells ?? []).map(completeCell),
  );
}

/** Deletes everything of these tiles except their weak labels, which are used again when the tile comes back. */
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
  // Rows are deleted first: if the page is closed now, files without a row are left, and the next start removes those.
  for (const folder of folders) await removePath(tilePath(folder));
}
