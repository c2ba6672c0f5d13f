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
import { removeMask } from "../dataset/keep-masks.ts";
import { loadView } from "../dataset/load-view.ts";
import { makeSampleFiles } from "../dataset/make-sample-files.ts";
import { repairDataset, restoreDataset } from "../dataset/restore-dataset.ts";
import { goOnWithout, takeInFiles } from "../dataset/take-in-files.ts";
import { exportDataset } from "../exports/export-dataset.ts";
import type { OnBytes } from "../models/fetch-weights.ts";
import { importModel } from "../models/import-model.ts";
import { importWeights } from "../models/import-weights.ts";
import { choosePredictor, deleteRun, listRuns, saveRunNotes } from "../models/run-list.ts";
import { openCorrectionSession } from "../tile/correct-tile.ts";
import { claimDataset } from "./claim-dataset.ts";
import { openDownloads } from "./open-downloads.ts";

/**
 * The data set's owner: claims it from other tabs, brings it in order once, and remembers where the files of tiles are that
 * were not read yet (handles; they die with the page, and storage could keep only copies of all their bytes).
 */
export function openDatasetSession() {
  const sources = new Map<TileId, TileSource>();
  const corrections = openCorrectionSession();
  const downloads = openDownloads();
  let opening: Promise<void> | null = null;

  /** Everything waits for this, so that nothing is stored before the sweep is over. */
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

  let lastChange: Promise<unknown> = Promise.resolve();

  /** Changes run one after the other: each merges with what the one before it has stored. */
  function change<T>(work: () => Promise<T>): Promise<T> {
    const changed = lastChange.then(open).then(work);
    lastChange = changed.catch(() => {});
    return changed;
  }

  return {
    restore: () => open().then(restoreDataset),
    addFiles: (files: readonly File[]) =>
      change(() =>
        takeInFiles(
          files.map((file) => ({ name: file.name, file })),
          sources,
        ),
      ),
    makeSampleFiles: (part: SamplePart, onTile: (done: number, of: number) => void) =>
      makeSampleFiles(onTile, sampleDatasetOptions, part),
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
      }),
    saveOptions: (options: DatasetOptions) => saveSettings(options),
    compareMask: (tileId: TileId) => change(() => compareMask(tileId)),
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
    importModel: (file: File) => open().then(() => importModel(file)),
    exportFile: exportDataset,
    listWeights: () => open().then(loadStartingWeights),
    importWeights: (file: File) => open().then(() => importWeights(file, file.name, null)),
    fetchWeights: (address: string, onBytes: OnBytes) => open().then(() => downloads.fetch(address, onBytes)),
    cancelFetch: async () => downloads.cancel(),
    deleteWeights: (id: string) => open().then(() => deleteStartingWeights(id)),
    storageReport: estimateStorage,
  };
}
