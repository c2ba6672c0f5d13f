import type { TileId } from "../../domain/tile/tile.ts";
import type { TileRow } from "../../storage/database.ts";
import { changeTileRows, loadTileRows } from "../../storage/tile-rows.ts";

/** Whether the tile can only be read from the user's files. */
function needsFiles({ record, folder }: TileRow): boolean {
  return folder === null && (record.status === "queued" || record.status === "waiting");
}

/**
 * Tiles whose files went with the worker that held them fail with `SourceGone`, which says to drop them again: those
 * that were being added when it ended. Tiles that are being segmented are among `known` or have their pixels in
 * storage, and stay as they are.
 *
 * @param known tiles whose files the page has.
 * @throws StorageBroken
 */
export async function failLostTiles(known: ReadonlySet<TileId>): Promise<void> {
  const isLost = (row: TileRow) => needsFiles(row) && !known.has(row.record.id);
  const lost = (await loadTileRows()).filter(isLost).map(({ record }) => record.id);
  // On the row as it is at that moment: an imaging worker may just have stored its pixels.
  await changeTileRows(lost, (row) => (isLost(row) ? fail(row) : row), "The list of tiles");
}

function fail(row: TileRow): TileRow {
  const { id } = row.record;
  const message = `The files of tile ${id} were not read before the worker that held them ended.`;
  const problem = { tag: "SourceGone", subject: id, message, remedy: "Drop them again." } as const;
  return { ...row, record: { ...row.record, status: "failed", problem } };
}
