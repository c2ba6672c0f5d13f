import type { DatasetSnapshot } from "../../domain/dataset/dataset-snapshot.ts";
import { sweepCheckpoints } from "../../storage/checkpoint-store.ts";
import { loadAllMasks } from "../../storage/mask-store.ts";
import { loadProblems } from "../../storage/problem-store.ts";
import { changeRun, checkpointIds, loadRuns } from "../../storage/run-store.ts";
import { loadSettings } from "../../storage/settings-store.ts";
import { sweepFiles } from "../../storage/sweep-files.ts";
import { loadTileRows, putTileRows } from "../../storage/tile-rows.ts";
import { listRuns } from "../models/run-list.ts";
import { repairTile } from "./repair-tile.ts";
import { tellUnknownTiles } from "./tell-unknown-tiles.ts";

/** Reads the data set from storage. Changes nothing. */
export async function restoreDataset(): Promise<DatasetSnapshot> {
  const [rows, problems, settings, list] = await Promise.all([
    loadTileRows(),
    loadProblems(),
    loadSettings(),
    listRuns(),
  ]);
  const tiles = rows.map((row) => row.record);
  const unknown = await tellUnknownTiles(new Set(tiles.map((tile) => tile.id)));
  const run = list.runs.findLast(({ status }) => status !== "imported") ?? null;
  return { tiles, problems: [...problems, ...unknown], ...settings, ...list, run };
}

/**
 * Repairs storage after the page was closed in the middle of work. Call it once, before anything else uses the data
 * set.
 * - Unfinished tiles go on from their stored pixels, or fail: see `repairTile`.
 * - A run that was going on counts as stopped. It can be resumed from its checkpoint.
 * - Files that no record names are removed.
 */
export async function repairDataset(): Promise<void> {
  const rows = await loadTileRows();
  const repaired = rows.map(repairTile);
  await putTileRows(repaired.filter((row, index) => row !== rows[index]));
  const runs = await loadRuns();
  for (const run of runs) {
    if (run.status === "running") await changeRun(run.id, { status: "stopped" });
  }
  await sweepCheckpoints(new Set(runs.flatMap((run) => [...checkpointIds(run)])));
  await sweepFiles(repaired, await loadAllMasks());
}
