import type { StoredMask, TileRow } from "./database.ts";
import { listFolder, listSubfolders, removePath } from "./files/private-files.ts";
import { isTemporary } from "./files/write-private-file.ts";
import { filesOf, masksFolder } from "./mask-store.ts";
import { weightsFiles, weightsFolder } from "./starting-weights-store.ts";
import { currentFiles, tilePath, tilesFolder } from "./tile-paths.ts";

/**
 * Removes the files in a tile's folder that its row does not name: those of older
 * generations and interrupted writes.
 */
export async function sweepTile(row: TileRow): Promise<void> {
  if (row.folder !== null) await removeLeftovers(row, row.folder, await listFolder(tilePath(row.folder)));
}

/**
 * Removes the files that a closed page left behind: folders of tiles that were never stored completely or are
 * deleted already, files in other folders that no row names, replaced masks, weights without a record, and
 * the files that reserved space. Call it only while nothing is being stored, because a file that is being
 * written looks like one that was left.
 *
 * @param rows all rows of the data set.
 * @param masks all masks.
 */
export async function sweepFiles(rows: readonly TileRow[], masks: readonly StoredMask[]): Promise<void> {
  const rowOf = new Map(rows.map((row) => [row.folder, row]));
  for (const [folder, names] of await listSubfolders(tilesFolder)) {
    const row = rowOf.get(folder);
    if (row === undefined) await removePath(tilePath(folder));
    else await removeLeftovers(row, folder, names);
  }
  const masksInUse = new Set(masks.flatMap(filesOf));
  for (const name of await listFolder(masksFolder)) {
    if (!masksInUse.has(name)) await removePath(`${masksFolder}/${name}`);
  }
  const weightsInUse = await weightsFiles();
  for (const name of await listFolder(weightsFolder)) {
    if (!weightsInUse.has(name)) await removePath(`${weightsFolder}/${name}`);
  }
  for (const name of await listFolder("")) if (isTemporary(name)) await removePath(name);
}

async function removeLeftovers({ generation }: TileRow, folder: string, names: readonly string[]): Promise<void> {
  const current = currentFiles(generation);
  for (const name of names) {
    if (!current.has(name)) await removePath(`${tilePath(folder)}/${name}`);
  }
}
