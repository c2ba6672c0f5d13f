import { nullIfCancelled } from "../../domain/cancel.ts";
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
 * @returns The number of predicted tiles, also when it was cancelled.
 * @throws StorageBroken, ModelMismatch, DeviceLost.
 */
export async function predictSamples(address: string, run: PredictionRun): Promise<number> {
  const samples: ReadyTile[] = [];
  for (const tile of await loadReadyTiles()) {
    if (!tile.record.sample || (await loadPredictions(tile.record.id))?.modelId === starterModelId) continue;
    samples.push(tile);
  }
  if (samples.length === 0) return 0;
  const model = await nullIfCancelled(loadStarterModel(address, run.signal));
  return model === null ? 0 : predictTiles(model, samples, run);
}
