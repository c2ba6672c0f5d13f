import { fewAtATime } from "../../domain/few-at-a-time.ts";
import type { PredictionOptions } from "../../domain/localisation/localisation.ts";
import { softwareVersions } from "../../domain/software-versions.ts";
import { starterModelId, starterModelName } from "../../domain/training/starter-model.ts";
import { type RunTile, runJson } from "../../export/run-json.ts";
import type { TileRow } from "../../storage/database.ts";
import { loadPredictions } from "../../storage/prediction-store.ts";
import { loadChosenManifest } from "../../storage/run-store.ts";
import { loadSettings } from "../../storage/settings-store.ts";
import { loadTileRows } from "../../storage/tile-rows.ts";

/** Writes `run.json`: how the results of the data set were made. It lists tiles without cells too. */
export async function exportRun(prediction: PredictionOptions, now: Date, signal: AbortSignal): Promise<Blob> {
  const [{ predictor: _, ...settings }, rows, model] = await Promise.all([
    loadSettings(),
    loadTileRows(),
    loadChosenManifest(),
  ]);
  const tiles: RunTile[] = [];
  for await (const few of fewAtATime(rows, 64, signal)) tiles.push(...(await Promise.all(few.map(describeTile))));
  const text = runJson({
    createdAt: now.toISOString(),
    versions: softwareVersions,
    ...settings,
    prediction,
    tiles,
    model,
  });
  return new Blob([text], { type: "application/json" });
}

async function describeTile({ record, generation }: TileRow): Promise<RunTile> {
  const { id, status, width, height, bitDepth, missingChannels, pixelSize, weakLabel } = record;
  const modelId = (await loadPredictions(id))?.modelId ?? null;
  return {
    id,
    status,
    width,
    height,
    bitDepth,
    missingChannels,
    pixelSize,
    cells: record.cellCount,
    correctedCells: record.correctedCells,
    cellsFrom: record.maskSource,
    mask: record.mask && { cells: record.mask.cells, nuclei: record.mask.nuclei, agreement: record.mask.agreement },
    nucleusDiameter: record.nucleusDiameter,
    estimatedNucleusDiameter: record.estimatedDiameter,
    ownSegmentation: record.segmentation,
    segmentedWith: generation?.segmentation ?? null,
    croppedWith: generation?.crop ?? null,
    weakLabel,
    predictedBy: modelId === starterModelId ? starterModelName : modelId,
  };
}
