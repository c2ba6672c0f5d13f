import type { TileId } from "../domain/tile/tile.ts";

/** The keys of a tile's corrections from a position of the log on. In IndexedDB's order a list comes after every number. */
export function correctionsOf(tileId: TileId, from = 0): IDBKeyRange {
  return IDBKeyRange.bound([tileId, from], [tileId, []]);
}
