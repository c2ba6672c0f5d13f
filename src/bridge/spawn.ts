import type { DatasetWorkerApi, ExplorationApi, ImagingApi, LearningWorkerApi } from "./contracts.ts";
import { connectWorker, type WorkerClient } from "./worker-client.ts";

/**
 * Starts Cytotope's workers. The URLs must be literals, because the bundler finds a worker's entry by reading
 * `new Worker(new URL("...", import.meta.url))`.
 */

/** Starts the worker of records, exports and views. A page has one of these. See `keepDataset`. */
export function spawnDatasetWorker(): WorkerClient<DatasetWorkerApi> {
  const worker = new Worker(new URL("../../workers/dataset.worker.ts", import.meta.url), {
    type: "module",
    name: "cytotope-dataset",
  });
  return connectWorker<DatasetWorkerApi>(worker, "The data set");
}

/** Starts the worker that owns the GPU. A page has one of these. See `keepLearning`. */
export function spawnLearningWorker(): WorkerClient<LearningWorkerApi> {
  const worker = new Worker(new URL("../../workers/learning.worker.ts", import.meta.url), {
    type: "module",
    name: "cytotope-learning",
  });
  return connectWorker<LearningWorkerApi>(worker, "Learning");
}

/** Starts a worker for image processing. A page has several of these. See `createImagingPool`. */
export function spawnImagingWorker(): WorkerClient<ImagingApi> {
  const worker = new Worker(new URL("../../workers/imaging.worker.ts", import.meta.url), {
    type: "module",
    name: "cytotope-imaging",
  });
  return connectWorker<ImagingApi>(worker, "Image processing");
}

/**
 * Starts a worker for the exploration of cells. A page has one for questions, and one for each map, which ends when the
 * map is done. See `createExplorer`.
 */
export function spawnExplorationWorker(): WorkerClient<ExplorationApi> {
  const worker = new Worker(new URL("../../workers/exploration.worker.ts", import.meta.url), {
    type: "module",
    name: "cytotope-exploration",
  });
  return connectWorker<ExplorationApi>(worker, "The exploration of cells");
}
