import type { TilePredictions } from "../domain/localisation.ts";
import type { TileId } from "../domain/tile.ts";
import { withDatabase } from "./database.ts";

/** The tile's stored predictions, or null when it has none for the cells as they are. */
export function loadPredictions(tileId: TileId): Promise<TilePredictions | null> {
  return withDatabase(tileId, async (database) => (await database.get("predictions", tileId)) ?? null);
}

/**
 * Stores predictions made from the crops of `generation`. When the tile was removed or segmented again meanwhile they
 * are of cells that no longer exist, and are dropped.
 *
 * @returns whether they were stored.
 */
export function savePredictions(predictions: TilePredictions, generation: string): Promise<boolean> {
  const { tileId } = predictions;
  return withDatabase(tileId, async (database) => {
    const transaction = database.transaction(["tiles", "predictions"], "readwrite");
    const row = await transaction.objectStore("tiles").get(tileId);
    const current = row?.generation?.id === generation;
    if (current) await transaction.objectStore("predictions").put(predictions);
    await transaction.done;
    return current;
  });
}
