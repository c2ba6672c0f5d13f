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
   * The files of the tiles that came in on this page and are not read yet. A worker that takes the place of a crashed
   * one gets them.
   */
  readonly sources: () => ReadonlyMap<TileId, TileSource>;
  /** Another worker has taken over: what the page shows may be out of date. */
  readonly onReplaced?: () => void;
  readonly spawn?: () => WorkerClient<DatasetWorkerApi>;
}

/** The worker of records, exports and views; another one takes over when it crashes. */
export function keepDataset({
  sources,
  onReplaced,
  spawn = spawnDatasetWorker,
}: KeepDatasetOptions): KeptWorker<DatasetApi> {
  return keepWorker<DatasetApi, DatasetWorkerApi>({
    spawn,
    names,
    prepare: async (worker, _, answered) => {
      // Before the data set was opened nothing else works on it: the worker opens it as the first one would have.
      if (answered.has("restore")) await worker.takeOver(sources());
    },
    ...(onReplaced ? { onReplaced } : {}),
  });
}
