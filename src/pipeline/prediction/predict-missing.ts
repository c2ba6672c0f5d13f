import type { PredictionOptions } from "../../domain/localisation/localisation.ts";
import { sameCrops } from "../../domain/tile/crop-options.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import type { Backend } from "../../learning/backend/backend.ts";
import { architectureOf, hasContext } from "../../learning/network/architecture.ts";
import { readCheckpoint } from "../../storage/checkpoint-store.ts";
import { openCropSource } from "../../storage/crop-store.ts";
import { loadPredictions, savePredictions } from "../../storage/prediction-store.ts";
import { loadChosenManifest } from "../../storage/run-store.ts";
import { loadSettings } from "../../storage/settings-store.ts";
import { loadCells } from "../../storage/tile-rows.ts";
import { decodeModel } from "../models/model-file.ts";
import { withPlaces } from "../tile/cell-places.ts";
import { loadReadyTile } from "../tile/ready-tile.ts";
import { withTilePictures } from "../tile/tile-pictures.ts";
import { classifyCells } from "./classify-cells.ts";
import { loadStarterModel } from "./load-starter-model.ts";

export interface PredictMissingRequest {
  readonly tileId: TileId;
  readonly options: PredictionOptions;
  /** Where the model that comes with the page lies, when its probabilities are to be completed; null: the chosen model's. */
  readonly starter: string | null;
  readonly backend: Backend;
  /** Read before each batch. */
  readonly signal: AbortSignal;
}

/**
 * Predicts those cells of a tile that the chosen model has not predicted yet, for instance as they were corrected, and stores
 * their probabilities beside the others.
 *
 * @returns false when cells changed meanwhile: some are still without.
 * @throws StorageBroken, ModelMismatch, DeviceLost; Cancelled, nothing is stored then.
 */
export async function predictMissing(request: PredictMissingRequest): Promise<boolean> {
  const { tileId, options, starter, backend, signal } = request;
  const { generation, record } = await loadReadyTile(tileId);
  if (starter !== null && !record.sample) return true;
  const started = starter === null ? null : await loadStarterModel(starter);
  const manifest = started?.manifest ?? (await loadChosenManifest());
  // Without a model, or with crops that it does not fit, "Predict" says what to do; a correction need not.
  if (manifest === null || !sameCrops(generation.crop, manifest.crop)) return true;
  const stored = await loadPredictions(tileId);
  const known = new Set(stored?.modelId === manifest.id ? stored.numbers : []);
  const all = withPlaces(await loadCells(tileId), record);
  const missing = all.filter(({ number }) => !known.has(number));
  if (missing.length === 0) return true;
  // Where a cell's neighbours have a say, they change with it.
  const cells = hasContext(architectureOf(manifest)) ? all : missing;
  const { classes } = await loadSettings();
  const predicted = classifyCells({
    model: started ?? decodeModel(await readCheckpoint(manifest.id), `Model ${manifest.id}`),
    tiles: [{ tileId, cells }],
    crops: withTilePictures(openCropSource(manifest.crop.size)),
    cropOptions: manifest.crop,
    classes,
    options,
    backend,
    signal,
  });
  for await (const predictions of predicted) return savePredictions(predictions, generation);
  return false;
}
