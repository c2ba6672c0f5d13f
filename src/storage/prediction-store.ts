import type { TilePredictions } from "../domain/localisation/localisation.ts";
import { joinPredictions, selectPredictions } from "../domain/localisation/select-predictions.ts";
import type { TileId } from "../domain/tile/tile.ts";
import { completeRow } from "./complete-row.ts";
import { cropFileOf } from "./crop-file-of.ts";
import { type TileGeneration, withDatabase } from "./database.ts";

/** The tile's stored predictions, or null when it has none for the cells as they are. Some cells may be without. */
export function loadPredictions(tileId: TileId): Promise<TilePredictions | null> {
  return withDatabase(tileId, async (database) => (await database.get("predictions", tileId)) ?? null);
}

/**
 * Stores predictions made from the crops of `generation`, beside those that the same model made of other cells. Those of
 * cells that were segmented again, corrected or removed meanwhile are of cells that no longer exist, and are dropped.
 *
 * @returns whether all were stored.
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

/** Whether a cell's crop is the one it was. */
function unchangedSince(before: TileGeneration, now: TileGeneration): (number: number) => boolean {
  const fileThen = cropFileOf(before);
  const fileNow = cropFileOf(now);
  const there = new Set(now.numbers);
  return (number) => there.has(number) && fileThen.get(number) === fileNow.get(number);
}
