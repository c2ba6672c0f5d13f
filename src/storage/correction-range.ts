import type { TileId } from "../domain/tile/tile.ts";

/**
 * The range of keys of a tile's corrections, from a position of the log to its end. The empty list is the upper bound,
 * because IndexedDB sorts a list after every number.
 */
export function correctionsOf(tileId: TileId, from = 0): IDBKeyRange {
  return IDBKeyRange.bound([tileId, from], [tileId, []]);
}
