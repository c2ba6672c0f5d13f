import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createExplorer } from "../../../src/bridge/explorer.ts";
import { createImagingPool } from "../../../src/bridge/imaging-pool.ts";
import { keepLearning } from "../../../src/bridge/keep-learning.ts";
import { spawnDatasetWorker } from "../../../src/bridge/spawn.ts";
import { defaultCropOptions } from "../../../src/domain/tile/crop-options.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import { defaultTrainingOptions } from "../../../src/domain/training/training-options.ts";
import { addFiles } from "../../../src/state/actions/add-files.ts";
import { computeFeatures } from "../../../src/state/actions/explore-cells.ts";
import { predictCells } from "../../../src/state/actions/predict-cells.ts";
import { restoreDataset } from "../../../src/state/actions/restore-page.ts";
import { canResume, resumeTraining, startTraining } from "../../../src/state/actions/train-model.ts";
import { emptyDataset, useDataset } from "../../../src/state/stores/dataset-store.ts";
import { unexplored, useExploration } from "../../../src/state/stores/exploration-store.ts";
import { idleLearning, useLearning } from "../../../src/state/stores/learning-store.ts";
import { useRuns } from "../../../src/state/stores/runs-store.ts";
import { provideServices } from "../../../src/state/stores/services.ts";
import { idleWork, useWork } from "../../../src/state/stores/work-store.ts";
import { clearStorage } from "../../../src/storage/clear-storage.ts";
import { loadRuns } from "../../../src/storage/run-store.ts";
import { fakeServices } from "../ui/fakes/fake-services.ts";
import { crashingLearningWorkers } from "./crashing-workers.ts";
import { makeJourneyFiles } from "./dataset-journey-files.ts";

/*
 * The page's own learning worker crashes at work. Another one takes over without a reload. Workers and storage are
 * real.
 */

const workers = crashingLearningWorkers();
const dataset = spawnDatasetWorker();
const learning = keepLearning(workers.spawn).api;
const state = () => useLearning.getState();
const ids = ["sample-1", "sample-2", "sample-3"].map(tileId);
const options = {
  ...defaultTrainingOptions,
  backbone: "tiny",
  epochs: 2,
  batchSize: 8,
  validationShare: 0.34,
} as const;

beforeAll(async () => {
  await clearStorage();
  useDataset.setState(emptyDataset, true);
  useWork.setState(idleWork, true);
  useLearning.setState(idleLearning, true);
  useExploration.setState(unexplored, true);
  const { previewer } = fakeServices();
  const imaging = createImagingPool({ size: 1 });
  provideServices({ dataset: dataset.api, imaging, previewer, learning, explorer: createExplorer() });
  await restoreDataset();
  useDataset.setState({ crop: { ...defaultCropOptions, size: 32 } });
  const { file, filesOf } = await makeJourneyFiles();
  await addFiles([file("train.csv"), ...ids.flatMap((id) => filesOf(id))]);
}, 300_000);

afterAll(async () => {
  workers.end();
  dataset.terminate();
  await clearStorage();
});

describe("a learning worker that crashes during training", () => {
  it("is replaced, and the run is stopped with a problem, in storage and on the page", async () => {
    const training = startTraining(options);
    await expect.poll(() => state().stepsSeen, { timeout: 60_000 }).toBeGreaterThan(1);
    await workers.crash();
    await training;
    const { phase, run, problem, step } = state();
    expect([phase, step]).toEqual(["idle", null]);
    expect(run).toMatchObject({ status: "stopped", checkpoints: { last: expect.any(Object) } });
    expect(problem).toEqual({
      tag: "Unexpected",
      subject: "Training",
      message:
        "The worker behind this ended by itself (Uncaught Error: out of nowhere). Another worker has taken its place; the run stands at its last checkpoint.",
      remedy: "Resume the run; if it happens again, start one with a smaller micro-batch.",
    });
    expect(run?.problem).toEqual(problem);
    expect((await loadRuns()).map(({ status, problem: stored }) => [status, stored])).toEqual([["stopped", problem]]);
    expect(useRuns.getState().runs).toEqual([run]);
    expect(useDataset.getState().problems.at(-1)).toMatchObject({
      subject: "Training",
      message: expect.stringContaining("before this was done (Uncaught Error: out of nowhere)"),
    });
    expect(canResume(run, false)).toBe(true);
  });

  it("is replaced by a worker that opens the graphics card again, and finishes the run and its prediction", async () => {
    await resumeTraining();
    expect(state()).toMatchObject({ phase: "idle", problem: null, predictionStale: false });
    expect(state().run).toMatchObject({ status: "finished", problem: null });
    expect(state().run?.epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(workers.spawned()).toBe(2);
    const predictions = await Promise.all(ids.map((id) => dataset.api.loadPredictions(id)));
    const model = useDataset.getState().model?.id;
    expect(predictions.map((prediction) => prediction?.modelId)).toEqual([model, model, model]);
  });
});

describe("a learning worker that crashes during prediction", () => {
  it("is replaced, finished runs stay as they are, and the next prediction works", async () => {
    const [run] = await loadRuns();
    const predicting = predictCells();
    await expect.poll(() => state().prediction?.of).toBe(3);
    await workers.crash();
    await predicting;
    expect(state()).toMatchObject({ phase: "idle", prediction: null, problem: { subject: "Prediction" } });
    expect(await loadRuns()).toEqual([run]);
    await predictCells();
    expect(state()).toMatchObject({ phase: "idle", problem: null, predictionStale: false });
  });
});

describe("a learning worker that crashes while it computes features", () => {
  it("is replaced, the stored features stay, and the next worker computes the rest", async () => {
    const computing = computeFeatures();
    await expect.poll(() => useExploration.getState().embedding?.done ?? 0).toBeGreaterThan(0);
    await workers.crash();
    expect(await computing).toBe(false);
    expect(useExploration.getState()).toMatchObject({ embedding: null, problem: { subject: "Computing features" } });
    expect(useExploration.getState().coverage?.embedded).toBeGreaterThan(0);
    expect(await computeFeatures()).toBe(true);
    const { coverage } = useExploration.getState();
    expect(coverage?.embedded).toBe(coverage?.cells);
  });
});
