import type { TileId, TileSource } from "../domain/tile/tile.ts";
import type { DatasetApi, DatasetWorkerApi } from "./contracts.ts";
import { type KeptWorker, keepWorker } from "./keep-worker.ts";
import { spawnDatasetWorker } from "./spawn.ts";
import type { WorkerClient } from "./worker-client.ts";

const names: Readonly<Record<keyof DatasetApi, string>> = {
  restore: "Opening the data set",
  addFiles: "Adding files",
  makeSampleFiles: "Making sample tiles",
  goOnWithout: "Going on without a channel",
  removeTiles: "Removing tiles",
  dismissProblems: "Dismissing problems",
  clear: "Removing everything",
  saveOptions: "Saving the options",
  compareMask: "Comparing cells with a mask",
  removeMask: "Removing a mask",
  loadView: "Opening a tile",
  correctCells: "Correcting cells",
  loadPredictions: "Reading predictions",
  drawThumbnail: "Drawing a tile",
  drawCrop: "Drawing a cell",
  listRuns: "Listing runs",
  saveRunNotes: "Saving notes",
  deleteRun: "Deleting a run",
  choosePredictor: "Choosing a model",
  importModel: "Importing a model",
  exportFile: "The export",
  listWeights: "Listing starting weights",
  importWeights: "Importing weights",
  fetchWeights: "Fetching weights",
  deleteWeights: "Deleting weights",
  storageReport: "Measuring the storage",
  recordFailures: "Keeping the log of failures",
  listFailures: "Reading the log of failures",
};

export interface KeepDatasetOptions {
  /**
   * The files of the tiles that were added on this page and are not read yet. A worker that takes the place of a
   * crashed one gets them.
   */
  readonly sources: () => ReadonlyMap<TileId, TileSource>;
  /** Called when another worker has taken over. The page may show data that are out of date. */
  readonly onReplaced?: () => void;
  readonly spawn?: () => WorkerClient<DatasetWorkerApi>;
}

/** Owns the worker of records, exports and views. When the worker crashes, another one takes over. */
export function keepDataset({
  sources,
  onReplaced,
  spawn = spawnDatasetWorker,
}: KeepDatasetOptions): KeptWorker<DatasetApi> {
  return keepWorker<DatasetApi, DatasetWorkerApi>({
    spawn,
    names,
    prepare: async (worker, _, answered) => {
      // Before the data set was opened, nothing else works on it. Then the worker opens it as at the page's start.
      if (answered.has("restore")) await worker.takeOver(sources());
    },
    ...(onReplaced ? { onReplaced } : {}),
  });
}
