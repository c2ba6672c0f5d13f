import type { DatasetWorkerApi, ExplorationApi, ImagingApi, LearningWorkerApi } from "./contracts.ts";
import { connectWorker, type WorkerClient } from "./worker-client.ts";

/**
 * Starts Cytotope's workers. The URLs stand here literally, because the bundler finds a worker's entry by reading
 * `new Worker(new URL("...", import.meta.url))`.
 */

/** One a page: records, exports, views. See `keepDataset`. */
export function spawnDatasetWorker(): WorkerClient<DatasetWorkerApi> {
  const worker = new Worker(new URL("../../workers/dataset.worker.ts", import.meta.url), {
    type: "module",
    name: "cytotope-dataset",
  });
  return connectWorker<DatasetWorkerApi>(worker, "The data set");
}

/** One a page: the GPU's owner. See `keepLearning`. */
export function spawnLearningWorker(): WorkerClient<LearningWorkerApi> {
  const worker = new Worker(new URL("../../workers/learning.worker.ts", import.meta.url), {
    type: "module",
    name: "cytotope-learning",
  });
  return connectWorker<LearningWorkerApi>(worker, "Learning");
}

/** Several a page: see `createImagingPool`. */
export function spawnImagingWorker(): WorkerClient<ImagingApi> {
  const worker = new Worker(new URL("../../workers/imaging.worker.ts", import.meta.url), {
    type: "module",
    name: "cytotope-imaging",
  });
  return connectWorker<ImagingApi>(worker, "Image processing");
}

/** One for questions, and one for each map, which ends with it: see `createExplorer`. */
export function spawnExplorationWorker(): WorkerClient<ExplorationApi> {
  const worker = new Worker(new URL("../../workers/exploration.worker.ts", import.meta.url), {
    type: "module",
    name: "cytotope-exploration",
  });
  return connectWorker<ExplorationApi>(worker, "The exploration of cells");
}
