import type { ExportKind } from "../../domain/dataset/export-kind.ts";
import type { ExportedFile } from "../../domain/dataset/exported-file.ts";
import { fewAtATime } from "../../domain/few-at-a-time.ts";
import type { PredictionOptions, TilePredictions } from "../../domain/localisation/localisation.ts";
import { nothingYet } from "../../domain/nothing-yet.ts";
import { thresholdsOf } from "../../domain/training/present-classes.ts";
import { cellRows, cellsHeader } from "../../export/cells-csv.ts";
import { submissionHeader, submissionRow, submissionTriples } from "../../export/submission-csv.ts";
import { readLabelMap } from "../../storage/label-map-store.ts";
import { loadPredictions } from "../../storage/prediction-store.ts";
import { loadChosenManifest } from "../../storage/run-store.ts";
import { loadSettings } from "../../storage/settings-store.ts";
import { loadCells } from "../../storage/tile-rows.ts";
import { exportEmbeddingsCsv, exportEmbeddingsNpy } from "../exploration/export-embeddings.ts";
import { loadSegmented, type OnTile, walk } from "../tile/walk-tiles.ts";
import { evaluationFile } from "./evaluation-file.ts";
import { exportCoco } from "./export-coco.ts";
import { exportLabelMaps, exportPreviews } from "./export-label-maps.ts";
import { exportModel } from "./export-model.ts";
import { exportRun } from "./export-run.ts";

/**
 * Writes the results of the data set as a file. Only one tile is in memory at a time. Each tile's part goes into a
 * Blob of its own, and the browser keeps large Blobs on disk.
 *
 * @param prediction The options of prediction. Only `run.json` contains them; the stored probabilities were made
 * with them.
 * @param onTile Called before the first tile and after each tile.
 * @param signal Read between tiles, and between the parts of a tile: cells, rows, entries of an archive.
 * @throws StorageBroken, ModelMismatch, Diverged; NothingToLearn when there is nothing to write yet; Cancelled.
 */
export function exportDataset(
  kind: ExportKind,
  prediction: PredictionOptions,
  onTile: OnTile,
  signal: AbortSignal,
): Promise<ExportedFile> {
  switch (kind) {
    case "submission":
      return exportSubmission(onTile, signal);
    case "evaluation":
      return evaluationFile();
    case "cells":
      return exportCells(onTile, signal);
    case "label-maps":
      return exportLabelMaps("png", onTile, signal);
    case "label-maps-tiff":
      return exportLabelMaps("tif", onTile, signal);
    case "previews":
      return exportPreviews(onTile, signal);
    case "coco":
      return exportCoco(onTile, signal);
    case "embeddings-npy":
      return exportEmbeddingsNpy(onTile, signal);
    case "embeddings-csv":
      return exportEmbeddingsCsv(onTile, signal);
    case "model":
      return exportModel("safetensors", onTile, signal);
    case "onnx":
      return exportModel("onnx", onTile, signal);
    case "run":
      return exportRun(prediction, new Date(), signal).then((file) => ({ name: "run.json", file }));
  }
}

async function exportSubmission(onTile: OnTile, signal: AbortSignal): Promise<ExportedFile> {
  const { classes } = await loadSettings();
  const name = "submission.csv";
  const tiles = await loadSegmented(name);
  const parts: Blob[] = [new Blob([submissionHeader])];
  for await (const tile of walk(tiles, onTile, signal)) {
    const { id } = tile.record;
    const map = await readLabelMap(tile.folder, tile.generation.id, "cells", id);
    const cells = await loadCells(id);
    const predictions = await loadPredictions(id);
    // Without this check, a tile without predictions would look like a tile without cells and lower the score
    // unnoticed.
    const predicted = new Set(predictions?.numbers);
    if (cells.some(({ number }) => !predicted.has(number))) throw notPredicted(name, id);
    const triples: string[] = [];
    for await (const few of fewAtATime(cells, 8, signal)) {
      triples.push(...submissionTriples(map, few, predictions, classes));
    }
    parts.push(new Blob([submissionRow({ id, width: map.width, height: map.height }, triples)]));
  }
  return { name, file: new Blob(parts, { type: "text/csv" }) };
}

async function exportCells(onTile: OnTile, signal: AbortSignal): Promise<ExportedFile> {
  const { classes, pixelSize } = await loadSettings();
  const name = "cells.csv";
  const model = await loadChosenManifest();
  const tiles = await loadSegmented(name);
  const parts: Blob[] = [new Blob([cellsHeader(classes)])];
  for await (const { record } of walk(tiles, onTile, signal)) {
    const predictions: TilePredictions | null = await loadPredictions(record.id);
    const cells = await loadCells(record.id);
    // A pixel size that the user typed in for all tiles wins over that of their files.
    const pixel = pixelSize ?? record.pixelSize;
    const thresholds = predictions && thresholdsOf(model, predictions.modelId);
    for await (const few of fewAtATime(cells, 128, signal)) {
      parts.push(new Blob([cellRows(few, record.weakLabel, predictions, classes, pixel, thresholds)]));
    }
  }
  return { name, file: new Blob(parts, { type: "text/csv" }) };
}

function notPredicted(subject: string, tile: string): Error {
  return nothingYet(
    subject,
    `Tile ${tile} has cells without predictions.`,
    "Predict all cells with the chosen model, then export again.",
  );
}
