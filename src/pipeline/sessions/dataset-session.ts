import { throwIfCancelled } from "../../domain/cancel.ts";
import type { CorrectionStep } from "../../domain/cell/correction.ts";
import type { DatasetOptions } from "../../domain/dataset/dataset-snapshot.ts";
import type { SamplePart } from "../../domain/dataset/sample-part.ts";
import type { TileId, TileSource } from "../../domain/tile/tile.ts";
import { sampleDatasetOptions } from "../../sample/sample-dataset.ts";
import { clearStorage } from "../../storage/clear-storage.ts";
import { keepFilesAwake } from "../../storage/files/keep-awake.ts";
import { estimateStorage } from "../../storage/files/quota.ts";
import { deleteMasks, quietMasks } from "../../storage/mask-store.ts";
import { loadPredictions } from "../../storage/prediction-store.ts";
import { clearProblems } from "../../storage/problem-store.ts";
import { saveSettings } from "../../storage/settings-store.ts";
import { deleteStartingWeights, loadStartingWeights } from "../../storage/starting-weights-store.ts";
import { deleteTiles } from "../../storage/tile-rows.ts";
import { quietWeakLabels } from "../../storage/weak-label-store.ts";
import { compareMask } from "../dataset/compare-mask.ts";
import { drawStoredCrop, loadThumbnail } from "../dataset/draw-pictures.ts";
import { failLostTiles } from "../dataset/fail-lost-tiles.ts";
import { removeMask } from "../dataset/keep-masks.ts";
import { loadView } from "../dataset/load-view.ts";
import { makeSampleFiles } from "../dataset/make-sample-files.ts";
import { repairDataset, restoreDataset } from "../dataset/restore-dataset.ts";
import { goOnWithout, takeInFiles } from "../dataset/take-in-files.ts";
import { exportDataset } from "../exports/export-dataset.ts";
import { forgetFailures, keepFailures, listFailures } from "../failures/record-failure.ts";
import type { OnBytes } from "../models/fetch-weights.ts";
import { importModel } from "../models/import-model.ts";
import { importWeights } from "../models/import-weights.ts";
import { choosePredictor, deleteRun, listRuns, saveRunNotes } from "../models/run-list.ts";
import { openCorrectionSession } from "../tile/correct-tile.ts";
import type { OnTile } from "../tile/walk-tiles.ts";
import { claimDataset } from "./claim-dataset.ts";
import { openDownloads } from "./open-downloads.ts";

/**
 * Owns the data set. The session locks the data set against other tabs, repairs it once, and remembers the files of
 * the tiles that are not read yet. It remembers handles, which end with the page. Storage could keep only copies of
 * all their bytes.
 */
export function openDatasetSession() {
  const sources = new Map<TileId, TileSource>();
  const corrections = openCorrectionSession();
  const downloads = openDownloads();
  let opening: Promise<void> | null = null;

  /** Calls that add or remove data wait for this, so that nothing is added before the sweep is over. */
  function open(): Promise<void> {
    opening ??= claimDataset()
      .then(repairDataset)
      .then(keepFilesAwake)
      .catch((error: unknown) => {
        opening = null;
        throw error;
      });
    return opening;
  }

  /**
   * Opens the data set in the place of a worker that crashed. It repairs and sweeps nothing: other workers may be
   * segmenting and training now, and their unfinished files and runs look like leftovers. The page's next start
   * sweeps what the crash left behind.
   *
   * @param files The files of the tiles that are not read yet, as far as the page has them.
   */
  function takeOver(files: ReadonlyMap<TileId, TileSource>): Promise<void> {
    for (const [tileId, source] of files) sources.set(tileId, source);
    opening = claimDataset()
      .then(() => failLostTiles(new Set(files.keys())))
      .then(keepFilesAwake);
    return opening;
  }

  let lastChange: Promise<unknown> = Promise.resolve();

  /** Changes run one after the other: each merges with what the one before it has stored. */
  function change<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const changed = lastChange.then(open).then(() => {
      if (signal) throwIfCancelled(signal);
      return work();
    });
    // The caller gets the error of a change. The next change only waits for its end.
    lastChange = changed.catch(() => {});
    return changed;
  }

  return {
    restore: () => open().then(restoreDataset),
    takeOver,
    addFiles: (files: readonly File[], signal: AbortSignal) =>
      change(() => {
        const named = files.map((file) => ({ name: file.name, file }));
        return takeInFiles(named, sources, signal);
      }, signal),
    makeSampleFiles: (part: SamplePart, onTile: OnTile, signal: AbortSignal) =>
      makeSampleFiles(onTile, sampleDatasetOptions, part, signal),
    goOnWithout: (tileId: TileId) => change(() => goOnWithout(tileId, sources)),
    removeTiles: (tileIds: readonly TileId[]) =>
      change(async () => {
        for (const tileId of tileIds) sources.delete(tileId);
        await quietWeakLabels(tileIds);
        await deleteTiles(tileIds);
        await deleteMasks(tileIds);
      }),
    dismissProblems: () =>
      change(async () => {
        await quietWeakLabels("all");
        await quietMasks();
        await clearProblems();
      }),
    clear: () =>
      change(async () => {
        sources.clear();
        await clearStorage();
        forgetFailures();
      }),
    saveOptions: (options: DatasetOptions) => saveSettings(options),
    compareMask: (tileId: TileId, signal: AbortSignal) => change(() => compareMask(tileId, signal), signal),
    removeMask: (tileId: TileId) => change(() => removeMask(tileId)),
    loadView,
    correctCells: (tileId: TileId, step: CorrectionStep) => open().then(() => corrections.correct(tileId, step)),
    loadPredictions,
    drawThumbnail: loadThumbnail,
    drawCrop: drawStoredCrop,
    listRuns,
    saveRunNotes,
    deleteRun: (id: string) => change(() => deleteRun(id)),
    choosePredictor,
    importModel: (file: File, signal: AbortSignal) => open().then(() => importModel(file, signal)),
    exportFile: exportDataset,
    listWeights: () => open().then(loadStartingWeights),
    importWeights: (file: File, signal: AbortSignal) => open().then(() => importWeights(file, file.name, null, signal)),
    fetchWeights: (address: string, onBytes: OnBytes, signal: AbortSignal) =>
      open().then(() => downloads.fetch(address, onBytes, signal)),
    deleteWeights: (id: string) => open().then(() => deleteStartingWeights(id)),
    storageReport: estimateStorage,
    recordFailures: keepFailures,
    listFailures,
  };
}
