import { nothingYet } from "../../domain/nothing-yet.ts";
import { readCheckpoint } from "../../storage/checkpoint-store.ts";
import { loadChosenManifest } from "../../storage/run-store.ts";
import { decodeModel } from "../models/model-file.ts";
import { loadReadyTiles } from "../tile/ready-tile.ts";
import { type PredictionRun, predictTiles } from "./predict-tiles.ts";

/**
 * Predicts every cell of every ready tile with the chosen model and stores the probabilities, tile by tile.
 *
 * @returns The number of predicted tiles. It is smaller than the number of tiles when the work was cancelled.
 * @throws NothingToLearn when there is no model or no tile; StorageBroken, DeviceLost.
 * @throws ModelMismatch when the crops do not fit the model. No tile is predicted then.
 */
export async function predictDataset(run: PredictionRun): Promise<number> {
  const manifest = await loadChosenManifest();
  if (manifest === null) throw nothingYet("Prediction", "No model was trained yet.", "Train one first.");
  const tiles = await loadReadyTiles();
  if (tiles.length === 0)
    throw nothingYet("Prediction", "No tile is segmented yet.", "Drop tiles and wait until they are.");
  const model = decodeModel(await readCheckpoint(manifest.id), `Model ${manifest.id}`);
  return predictTiles(model, tiles, run);
}
