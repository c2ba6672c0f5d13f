import { nothingYet } from "../../domain/nothing-yet.ts";
import { openPauses } from "../../domain/open-pauses.ts";
import { loadReadyTile, loadReadyTiles, type ReadyTile } from "./ready-tile.ts";

/** What all exports share: they go through the tiles one at a time and name files after them. */

export type OnTile = (done: number, of: number) => void;

/**
 * Loads the segmented tiles.
 *
 * @param subject The name that the problem carries.
 * @throws NothingToLearn when no tile is segmented.
 */
export async function loadSegmented(subject: string): Promise<ReadyTile[]> {
  const tiles = await loadReadyTiles();
  if (tiles.length === 0) throw nothingYet(subject, "No tile is segmented yet.", "Drop tiles and wait until they are.");
  return tiles;
}

/**
 * Goes through the tiles. Each tile is read when its turn comes, because its cells may have been corrected in the
 * meantime.
 *
 * @param onTile Called before the first tile and after each tile.
 * @throws StorageBroken when a tile was removed in the meantime.
 * @throws Cancelled when the signal is aborted.
 */
export async function* walk(
  tiles: readonly ReadyTile[],
  onTile: OnTile,
  signal: AbortSignal,
): AsyncGenerator<ReadyTile> {
  const pause = openPauses(signal);
  onTile(0, tiles.length);
  for (const [index, tile] of tiles.entries()) {
    await pause();
    yield await loadReadyTile(tile.record.id);
    onTile(index + 1, tiles.length);
  }
}

/** Makes a file name from a tile's id: without characters of a path, and different from all names in `taken`. */
export function entryName(id: string, taken: Set<string>): string {
  const plain = id.replace(/[^\p{L}\p{N}._ -]/gu, "_");
  let name = plain;
  for (let again = 2; taken.has(name.toLowerCase()); again += 1) name = `${plain} (${again})`;
  taken.add(name.toLowerCase());
  return name;
}
