import { starterModelId } from "../../domain/training/starter-model.ts";
import { loadPredictions } from "../../storage/prediction-store.ts";
import { loadReadyTiles, type ReadyTile } from "../tile/ready-tile.ts";
import { loadStarterModel } from "./load-starter-model.ts";
import { type PredictionRun, predictTiles } from "./predict-tiles.ts";

/**
 * Predicts the sample tiles with the starter model, except those that it has predicted already. It never predicts the
 * user's own tiles, because it was trained on synthetic cells only.
 *
 * @param address The address of the model's file, on the page's own origin.
 * @returns The number of predicted tiles.
 * @throws StorageBroken, ModelMismatch, DeviceLost.
 */
export async function predictSamples(address: string, run: PredictionRun): Promise<number> {
  const samples: ReadyTile[] = [];
  for (const tile of await loadReadyTiles()) {
    if (!tile.record.sample || (await loadPredictions(tile.record.id))?.modelId === starterModelId) continue;
    samples.push(tile);
  }
  return samples.length === 0 ? 0 : predictTiles(await loadStarterModel(address), samples, run);
}
