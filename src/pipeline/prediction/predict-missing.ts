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
  /** The address of the starter model when the tile has its probabilities; null means the chosen model. */
  readonly starter: string | null;
  readonly backend: Backend;
  /** Read before each batch. */
  readonly signal: AbortSignal;
}

/**
 * Predicts the cells of a tile that the chosen model has not predicted yet, for instance because the user corrected
 * them. It stores their probabilities with those of the other cells.
 *
 * @returns False when cells changed in the meantime, so that some still have no probabilities.
 * @throws StorageBroken, ModelMismatch, DeviceLost; Cancelled. Nothing is stored in these cases.
 */
export async function predictMissing(request: PredictMissingRequest): Promise<boolean> {
  const { tileId, options, starter, backend, signal } = request;
  const { generation, record } = await loadReadyTile(tileId);
  if (starter !== null && !record.sample) return true;
  const started = starter === null ? null : await loadStarterModel(starter, signal);
  const manifest = started?.manifest ?? (await loadChosenManifest());
  // Without a model, or with crops that do not fit it, "Predict" tells the user what to do. A correction does not.
  if (manifest === null || !sameCrops(generation.crop, manifest.crop)) return true;
  const stored = await loadPredictions(tileId);
  const known = new Set(stored?.modelId === manifest.id ? stored.numbers : []);
  const all = withPlaces(await loadCells(tileId), record);
  const missing = all.filter(({ number }) => !known.has(number));
  if (missing.length === 0) return true;
  // With a context head, a changed cell changes the probabilities of its neighbours too.
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
