import { hasTag, problemError } from "../../domain/errors.ts";
import type { PredictionOptions } from "../../domain/localisation/localisation.ts";
import { sameCrops } from "../../domain/tile/crop-options.ts";
import type { Model } from "../../domain/training/checkpoint.ts";
import type { Backend } from "../../learning/backend/backend.ts";
import { openCropSource } from "../../storage/crop-store.ts";
import { savePredictions } from "../../storage/prediction-store.ts";
import { loadSettings } from "../../storage/settings-store.ts";
import { loadCells } from "../../storage/tile-rows.ts";
import { withPlaces } from "../tile/cell-places.ts";
import type { loadReadyTiles } from "../tile/ready-tile.ts";
import { withTilePictures } from "../tile/tile-pictures.ts";
import { classifyCells, type TileToClassify } from "./classify-cells.ts";

export interface PredictionRun {
  readonly options: PredictionOptions;
  readonly backend: Backend;
  readonly onProgress: (done: number, of: number, secondsLeft: number) => void;
  /** Read before each batch. */
  readonly signal: AbortSignal;
}

/**
 * Predicts every cell of these tiles and stores the probabilities, tile by tile.
 *
 * @returns The number of predicted tiles. Cancelling is not a failure: the number is smaller then, and the current
 * tile keeps its old probabilities.
 * @throws ModelMismatch when the crops do not fit the model. No tile is predicted then.
 * @throws StorageBroken, DeviceLost.
 */
export async function predictTiles(
  model: Model,
  tiles: Awaited<ReturnType<typeof loadReadyTiles>>,
  { options, backend, onProgress, signal }: PredictionRun,
): Promise<number> {
  const { manifest } = model;
  const odd = tiles.filter(({ generation }) => !sameCrops(generation.crop, manifest.crop));
  if (odd.length > 0) {
    throw problemError({
      tag: "ModelMismatch",
      subject: odd[0]?.record.id ?? "",
      message: `The crops of ${odd.length} of ${tiles.length} tiles were made with other options than the model's training crops.`,
      remedy: "Segment these tiles again with the crop options of the model, or train a new model.",
    });
  }
  const { classes } = await loadSettings();

  async function* tilesToClassify(): AsyncGenerator<TileToClassify> {
    for (const { record } of tiles) yield { tileId: record.id, cells: withPlaces(await loadCells(record.id), record) };
  }

  const cells = tiles.reduce((sum, { record }) => sum + record.cellCount, 0);
  const started = performance.now();
  let tilesDone = 0;
  let cellsDone = 0;
  onProgress(0, tiles.length, 0);
  const predicted = classifyCells({
    model,
    tiles: tilesToClassify(),
    crops: withTilePictures(openCropSource(manifest.crop.size)),
    cropOptions: manifest.crop,
    classes,
    options,
    backend,
    signal,
  });
  try {
    for await (const predictions of predicted) {
      const tile = tiles[tilesDone];
      if (tile !== undefined) await savePredictions(predictions, tile.generation);
      tilesDone += 1;
      cellsDone += predictions.numbers.length;
      const seconds = (performance.now() - started) / 1000;
      onProgress(tilesDone, tiles.length, (seconds / Math.max(1, cellsDone)) * (cells - cellsDone));
    }
  } catch (error) {
    if (!hasTag(error, "Cancelled")) throw error;
  }
  return tilesDone;
}
