import { loadStarterModel } from "./load-starter-model.ts";
import { type PredictionRun, predictTiles } from "./predict-tiles.ts";
import { loadReadyTiles } from "./ready-tile.ts";

/**
 * Predicts the sample tiles with the model that comes with the page. A user's own tiles are left alone: it has seen synthetic cells only.
 *
 * @param address of the model's file, on the page's own origin.
 * @returns how many tiles were predicted.
 * @throws StorageBroken, ModelMismatch, DeviceLost.
 */
export async function predictSamples(address: string, run: PredictionRun): Promise<number> {
  const samples = (await loadReadyTiles()).filter(({ record }) => record.sample);
  return samples.length === 0 ? 0 : predictTiles(await loadStarterModel(address), samples, run);
}
