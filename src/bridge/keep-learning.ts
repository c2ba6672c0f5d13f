import type { LearningApi, LearningWorkerApi } from "./contracts.ts";
import { type KeptWorker, keepWorker } from "./keep-worker.ts";
import { spawnLearningWorker } from "./spawn.ts";
import type { WorkerClient } from "./worker-client.ts";

const names: Readonly<Record<keyof LearningApi, string>> = {
  describeBackend: "Opening the graphics card",
  train: "Training",
  predict: "Prediction",
  predictSamples: "Prediction of the sample tiles",
  predictMissing: "Prediction of the corrected cells",
  explainCell: "Showing where the model looks",
  embed: "Computing features",
};

/**
 * Owns the worker that owns the GPU. When the worker crashes, another one takes over and stops the run that was under
 * way.
 */
export function keepLearning(
  spawn: () => WorkerClient<LearningWorkerApi> = spawnLearningWorker,
): KeptWorker<LearningApi> {
  return keepWorker<LearningApi, LearningWorkerApi>({
    spawn,
    names,
    prepare: (worker, crash) => worker.takeOver(crash),
  });
}
