import type { TilePredictions } from "../domain/localisation/localisation.ts";
import { joinPredictions, selectPredictions } from "../domain/localisation/select-predictions.ts";
import type { TileId } from "../domain/tile/tile.ts";
import { completeRow } from "./complete-row.ts";
import { cropFileOf } from "./crop-file-of.ts";
import { type TileGeneration, withDatabase } from "./database.ts";

/** Loads the predictions for a tile's present cells. Some cells may have none. Null when no cell has any. */
export function loadPredictions(tileId: TileId): Promise<TilePredictions | null> {
  return withDatabase(tileId, async (database) => (await database.get("predictions", tileId)) ?? null);
}

/**
 * Stores predictions that were made from the crops of `generation`. Predictions of the same model for other cells
 * stay, and those of another model are replaced. When a cell was segmented again, corrected or removed meanwhile,
 * its prediction is not stored, because the cell that it belongs to no longer exists.
 *
 * @returns whether all predictions were stored.
 */
export function savePredictions(predictions: TilePredictions, generation: TileGeneration): Promise<boolean> {
  const { tileId } = predictions;
  return withDatabase(tileId, async (database) => {
    const transaction = database.transaction(["tiles", "predictions"], "readwrite");
    const row = await transaction.objectStore("tiles").get(tileId);
    const current = row === undefined ? null : completeRow(row).generation;
    const stored = (await transaction.objectStore("predictions").get(tileId)) ?? null;
    const valid = current === null ? null : selectPredictions(predictions, unchangedSince(generation, current));
    if (valid !== null) {
      const joined = stored?.modelId === valid.modelId ? joinPredictions(stored, valid) : valid;
      await transaction.objectStore("predictions").put(joined);
    }
    await transaction.done;
    return valid === predictions;
  });
}

/** Makes a function that says whether a cell still has the crop that it had in an earlier generation. */
function unchangedSince(before: TileGeneration, now: TileGeneration): (number: number) => boolean {
  const fileThen = cropFileOf(before);
  const fileNow = cropFileOf(now);
  const there = new Set(now.numbers);
  return (number) => there.has(number) && fileThen.get(number) === fileNow.get(number);
}
