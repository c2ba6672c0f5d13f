import type { TileRow } from "./database.ts";
import { listFolder, removePath } from "./private-files.ts";
import { isCurrent, tilePath, tilesFolder } from "./tile-paths.ts";

/** Removes the files in a tile's folder that its row no longer speaks of: older generations, torn writes. */
export async function sweepTile(row: TileRow): Promise<void> {
  const { folder, generation } = row;
  if (folder === null) return;
  for (const name of await listFolder(tilePath(folder))) {
    if (!isCurrent(name, generation?.id ?? null)) await removePath(`${tilePath(folder)}/${name}`);
  }
}

/**
 * Removes what a closed page left behind: folders of tiles that were never committed or already deleted, and leftovers
 * in the folders that stay. Only when nothing is being stored: a file under way looks like a leftover.
 *
 * @param rows all rows of the data set.
 */
export async function sweepFiles(rows: readonly TileRow[]): Promise<void> {
  const kept = new Set(rows.map((row) => row.folder));
  for (const folder of await listFolder(tilesFolder)) {
    if (!kept.has(folder)) await removePath(tilePath(folder));
  }
  await Promise.all(rows.map(sweepTile));
}
