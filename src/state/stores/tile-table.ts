import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import type { TileId } from "../../domain/tile/tile.ts";

/** The tiles' records by id, and the order in which the list shows them. */
export interface TileTable {
  readonly tiles: Readonly<Record<string, TileRecord>>;
  readonly order: readonly TileId[];
}

export const emptyTileTable: TileTable = { tiles: {}, order: [] };

/** The collator is made once, because `localeCompare` takes many times as long. */
const byName = new Intl.Collator("en", { numeric: true });

function inOrder(tiles: Readonly<Record<string, TileRecord>>): readonly TileId[] {
  return Object.values(tiles)
    .sort((a, b) => a.addedAt - b.addedAt || byName.compare(a.id, b.id))
    .map((record) => record.id);
}

/** Adds or replaces `records`. The array `order` stays the same when no tile is new, so that lists do not redraw. */
export function putTiles(table: TileTable, records: readonly TileRecord[]): TileTable {
  if (records.length === 0) return table;
  const tiles = { ...table.tiles };
  let added = false;
  for (const record of records) {
    added ||= tiles[record.id] === undefined;
    tiles[record.id] = record;
  }
  return { tiles, order: added ? inOrder(tiles) : table.order };
}

export function dropTiles(table: TileTable, ids: readonly TileId[]): TileTable {
  const gone = new Set<string>(ids);
  return {
    tiles: Object.fromEntries(Object.entries(table.tiles).filter(([id]) => !gone.has(id))),
    order: table.order.filter((id) => !gone.has(id)),
  };
}

/** Counts of tiles by their state, and of cells. */
export interface TileCounts {
  readonly all: number;
  readonly ready: number;
  readonly waiting: number;
  readonly failed: number;
  readonly cells: number;
  /** Ready tiles that have cells and an image-level label. Training learns from these. */
  readonly learnable: number;
}

/** The counts are kept for each table, because several parts of the page count the same tiles at each change. */
const counted = new WeakMap<Readonly<Record<string, TileRecord>>, TileCounts>();

export function countTiles(tiles: Readonly<Record<string, TileRecord>>): TileCounts {
  const known = counted.get(tiles);
  if (known !== undefined) return known;
  const counts = { all: 0, ready: 0, waiting: 0, failed: 0, cells: 0, learnable: 0 };
  for (const record of Object.values(tiles)) {
    counts.all += 1;
    if (record.status === "ready") {
      counts.ready += 1;
      counts.cells += record.cellCount;
      if (record.cellCount > 0 && record.weakLabel !== null) counts.learnable += 1;
    } else if (record.status === "waiting") counts.waiting += 1;
    else if (record.status === "failed") counts.failed += 1;
  }
  counted.set(tiles, counts);
  return counts;
}

/**
 * Returns the tile `step` places after `from`, or before it when `step` is negative. It stops at the ends of the list.
 * When `from` is null or not in the list, it returns the first tile for a positive `step`, else the last.
 */
export function neighbourTile(order: readonly TileId[], from: TileId | null, step: number): TileId | null {
  if (order.length === 0) return null;
  const at = from === null ? -1 : order.indexOf(from);
  if (at < 0) return (step > 0 ? order[0] : order[order.length - 1]) ?? null;
  return order[Math.max(0, Math.min(order.length - 1, at + step))] ?? null;
}
