import type { TileId } from "../domain/tile.ts";
import { type StoredWeakLabel, withDatabase } from "./database.ts";

/** Keeps rows of annotation tables, over older rows of the same tiles. */
export function putWeakLabels(labels: readonly StoredWeakLabel[]): Promise<void> {
  return withDatabase("The labels", async (database) => {
    const transaction = database.transaction("weakLabels", "readwrite");
    // Without waiting for each: the full training table has 21,806 rows.
    for (const label of labels) void transaction.store.put(label);
    await transaction.done;
  });
}

/** The kept rows of those tiles that a table named. */
export function loadWeakLabels(tileIds: readonly TileId[]): Promise<Map<TileId, StoredWeakLabel>> {
  return withDatabase("The labels", async (database) => {
    const { store, done } = database.transaction("weakLabels");
    const rows = await Promise.all(tileIds.map((id) => store.get(id)));
    await done;
    return new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.tileId, row] as const])));
  });
}

/** The tiles that are named in tables but are not among `present`, by table. Tables without such tiles are left out. */
export function loadUnknownTiles(present: ReadonlySet<TileId>): Promise<Map<string, TileId[]>> {
  return withDatabase("The labels", async (database) => {
    const unknown = new Map<string, TileId[]>();
    for (const { tileId, table } of await database.getAll("weakLabels")) {
      if (present.has(tileId)) continue;
      const tiles = unknown.get(table);
      if (tiles === undefined) unknown.set(table, [tileId]);
      else tiles.push(tileId);
    }
    return unknown;
  });
}
