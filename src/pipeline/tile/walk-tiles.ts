import { nothingYet } from "../../domain/nothing-yet.ts";
import { loadReadyTile, loadReadyTiles, type ReadyTile } from "./ready-tile.ts";

/** What the exports have in common: the tiles, one at a time, and names for their files. */

export type OnTile = (done: number, of: number) => void;

/**
 * @param subject named in the problem.
 * @throws NothingToLearn when no tile is segmented.
 */
export async function loadSegmented(subject: string): Promise<ReadyTile[]> {
  const tiles = await loadReadyTiles();
  if (tiles.length === 0) throw nothingYet(subject, "No tile is segmented yet.", "Drop tiles and wait until they are.");
  return tiles;
}

/**
 * Each tile as it is when its turn comes: its cells may have been corrected meanwhile.
 *
 * @param onTile told before the first tile and after each.
 * @throws StorageBroken when a tile was removed meanwhile.
 */
export async function* walk(tiles: readonly ReadyTile[], onTile: OnTile): AsyncGenerator<ReadyTile> {
  onTile(0, tiles.length);
  for (const [index, tile] of tiles.entries()) {
    yield await loadReadyTile(tile.record.id);
    onTile(index + 1, tiles.length);
  }
}

/** A tile's name without what a file system or an archive would take for a path; unlike all others of the archive. */
export function entryName(id: string, taken: Set<string>): string {
  const plain = id.replace(/[^\p{L}\p{N}._ -]/gu, "_");
  let name = plain;
  for (let again = 2; taken.has(name.toLowerCase()); again += 1) name = `${plain} (${again})`;
  taken.add(name.toLowerCase());
  return name;
}
