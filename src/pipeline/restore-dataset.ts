import type { CropOptions } from "../domain/crop-options.ts";
import type { Problem } from "../domain/errors.ts";
import type { ClassList } from "../domain/localisation.ts";
import type { SegmentationOptions } from "../domain/segmentation-options.ts";
import type { TileRecord } from "../domain/tile-record.ts";
import type { ModelManifest, TrainingRun } from "../domain/training.ts";
import { loadAllMasks } from "../storage/mask-store.ts";
import { loadProblems } from "../storage/problem-store.ts";
import { loadNewestManifest, loadRuns, saveRun } from "../storage/run-store.ts";
import { loadSettings } from "../storage/settings-store.ts";
import { sweepFiles } from "../storage/sweep-files.ts";
import { loadTileRows, putTileRows } from "../storage/tile-rows.ts";
import { repairTile } from "./repair-tile.ts";
import { tellUnknownTiles } from "./tell-unknown-tiles.ts";

export interface RestoredDataset {
  readonly tiles: readonly TileRecord[];
  readonly problems: readonly Problem[];
  readonly classes: ClassList;
  readonly segmentation: SegmentationOptions;
  readonly crop: CropOptions;
  readonly pixelSize: number | null;
  readonly run: TrainingRun | null;
  readonly model: ModelManifest | null;
}

/** The data set as it stands in storage. Changes nothing. */
export async function restoreDataset(): Promise<RestoredDataset> {
  const [rows, problems, settings, runs, model] = await Promise.all([
    loadTileRows(),
    loadProblems(),
    loadSettings(),
    loadRuns(),
    loadNewestManifest(),
  ]);
  const tiles = rows.map((row) => row.record);
  const unknown = await tellUnknownTiles(new Set(tiles.map((tile) => tile.id)));
  return { tiles, problems: [...problems, ...unknown], ...settings, run: runs.at(-1) ?? null, model };
}

/**
 * Brings storage in order after the page was closed in the middle of something. Only before anything else is done with
 * the data set, and once.
 * - Tiles that were not done go on from their stored pixels or fail: see `repairTile`.
 * - A run that was going on is stopped; it can be resumed from its checkpoint.
 * - Files that no record speaks of are removed.
 */
export async function repairDataset(): Promise<void> {
  const rows = await loadTileRows();
  const repaired = rows.map(repairTile);
  await putTileRows(repaired.filter((row, index) => row !== rows[index]));
  for (const run of await loadRuns()) {
    if (run.status === "running") await saveRun({ ...run, status: "stopped" });
  }
  await sweepFiles(repaired, await loadAllMasks());
}
