import type { TileId } from "../domain/tile/tile.ts";
import { type StoredWeakLabel, withDatabase } from "./database.ts";

/** Stores rows of annotation tables, and replaces older rows of the same tiles. */
export function putWeakLabels(labels: readonly StoredWeakLabel[]): Promise<void> {
  return withDatabase("The labels", async (database) => {
    const transaction = database.transaction("weakLabels", "readwrite");
    // It does not wait for each row, because the full training table has 21,806 rows.
    for (const label of labels) void transaction.store.put(label);
    await transaction.done;
  });
}

/** Loads the rows of some tiles. Tiles that no table names are not in the result. */
export function loadWeakLabels(tileIds: readonly TileId[]): Promise<Map<TileId, StoredWeakLabel>> {
  return withDatabase("The labels", async (database) => {
    const { store, done } = database.transaction("weakLabels");
    const rows = await Promise.all(tileIds.map((id) => store.get(id)));
    await done;
    return new Map(rows.flatMap((row) => (row === undefined ? [] : [[row.tileId, row] as const])));
  });
}

/**
 * Counts, for each annotation table, the tiles that it names and that are not among `present`. Quiet rows do not count.
 *
 * @returns the first such tile and their number, keyed by the table's name.
 */
export function countUnknownTiles(
  present: ReadonlySet<TileId>,
): Promise<Map<string, { readonly first: TileId; readonly count: number }>> {
  return withDatabase("The labels", async (database) => {
    const unknown = new Map<string, { readonly first: TileId; readonly count: number }>();
    for (const { tileId, table, quiet } of await database.getAll("weakLabels")) {
      if (quiet || present.has(tileId)) continue;
      const known = unknown.get(table);
      unknown.set(table, { first: known?.first ?? tileId, count: (known?.count ?? 0) + 1 });
    }
    return unknown;
  });
}

/** Dismisses the problems about these tiles, or all tiles, that are named in a table and are not in the data set. */
export function quietWeakLabels(tileIds: readonly TileId[] | "all"): Promise<void> {
  return withDatabase("The labels", async (database) => {
    const transaction = database.transaction("weakLabels", "readwrite");
    const { store } = transaction;
    const rows = tileIds === "all" ? await store.getAll() : await Promise.all(tileIds.map((id) => store.get(id)));
    for (const row of rows) if (row !== undefined && !row.quiet) void store.put({ ...row, quiet: true });
    await transaction.done;
  });
}
