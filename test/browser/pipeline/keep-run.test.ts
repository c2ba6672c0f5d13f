import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createImagingPool } from "../../../src/bridge/imaging-pool.ts";
import { spawnDatasetWorker } from "../../../src/bridge/spawn.ts";
import { hpaClasses } from "../../../src/domain/localisation/localisation.ts";
import { defaultCropOptions } from "../../../src/domain/tile/crop-options.ts";
import { defaultSegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { type TileId, type TileSource, tileId } from "../../../src/domain/tile/tile.ts";
import { defaultTrainingOptions, type TrainingOptions } from "../../../src/domain/training/training-options.ts";
import type { StepProgress } from "../../../src/domain/training/training-progress.ts";
import type { TrainingRun } from "../../../src/domain/training/training-run.ts";
import { openLearningSession } from "../../../src/pipeline/sessions/learning-session.ts";
import { checkpointBytes } from "../../../src/storage/checkpoint-store.ts";
import { clearStorage } from "../../../src/storage/clear-storage.ts";
import { listFolder } from "../../../src/storage/files/private-files.ts";
import { estimateStorage } from "../../../src/storage/files/quota.ts";
import { changeRun, loadChosenManifest, loadRun, loadRuns } from "../../../src/storage/run-store.ts";
import { never } from "../../never.ts";
import { segmentRequest } from "../../segment-request.ts";
import { overrideQuota } from "../storage/override-quota.ts";
import { makeJourneyFiles } from "./dataset-journey-files.ts";

/*
 * Training runs on stored tiles. They run on the page itself instead of in the worker, so that
 * a test can destroy the device.
 */

const crop = { ...defaultCropOptions, size: 32 };
const dataset = spawnDatasetWorker();
const session = openLearningSession();

beforeAll(async () => {
  await clearStorage();
  const { file, filesOf } = await makeJourneyFiles();
  await dataset.api.restore();
  await dataset.api.saveOptions({ segmentation: defaultSegmentationOptions, crop, pixelSize: null });
  const names = ["sample-1", "sample-2", "sample-3"];
  const { sources } = await dataset.api.addFiles([file("train.csv"), ...names.flatMap((name) => filesOf(name))], never);
  const pool = createImagingPool({ size: 1 });
  for (const name of names) await pool.process(requestOf(tileId(name), sources), () => {}, never);
});

afterAll(async () => {
  await overrideQuota();
  dataset.terminate();
  await clearStorage();
});

function requestOf(id: TileId, sources: ReadonlyMap<TileId, TileSource>) {
  return segmentRequest(id, { source: sources.get(id) ?? null, crop });
}

const options = {
  ...defaultTrainingOptions,
  backbone: "tiny",
  epochs: 3,
  batchSize: 8,
  microBatchSize: 8,
  validationShare: 0.34,
} as const;

interface Watching {
  readonly resume?: string;
  readonly onStep?: (step: StepProgress) => void;
  readonly onRun?: (run: TrainingRun) => void;
}

function train({ resume, onStep = () => {}, onRun = () => {} }: Watching, changes: Partial<TrainingOptions> = {}) {
  const request = { options: { ...options, ...changes }, classes: hpaClasses, resume: resume ?? null };
  return session.train(request, onRun, onStep, () => {}, never);
}

const files = async () => new Set(await listFolder("models"));
const filesOfRuns = async () => {
  const ids = (await loadRuns()).flatMap(({ checkpoints }) => [checkpoints.best?.id, checkpoints.last?.id]);
  return new Set(ids.map((id) => `${id}.safetensors`));
};

describe("a run whose device is destroyed in the middle of an epoch", () => {
  it("fails, keeps its last good checkpoint, and can be finished on another device", async () => {
    let inEpoch = 0;
    const failed = await train({
      onStep: ({ epoch }) => {
        inEpoch = epoch === 2 ? inEpoch + 1 : 0;
        if (inEpoch === 1) (tf.backend() as WebGPUBackend).device.destroy();
      },
    });
    expect(failed).toMatchObject({ status: "failed", problem: { tag: "DeviceLost" }, warning: null });
    expect(failed.problem?.remedy).toMatch(/resume; if it happens again, start a run with a smaller micro-batch/);
    expect(failed.epochs.map(({ epoch }) => epoch)).toEqual([1]);
    expect(failed.checkpoints.last).toMatchObject({ epoch: 1 });
    expect(failed.checkpoints.best).toEqual(failed.checkpoints.last);
    expect(await checkpointBytes(failed.checkpoints.last?.id ?? "")).toBe(failed.checkpoints.last?.bytes);
    expect(await loadRun(failed.id)).toEqual(failed);

    await changeRun(failed.id, { notes: "lost its device" });
    const finished = await train({ resume: failed.id });
    expect(finished).toMatchObject({ id: failed.id, status: "finished", problem: null, notes: "lost its device" });
    expect(finished.startedAt).toBe(failed.startedAt);
    expect(finished.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(finished.epochs[0]).toEqual(failed.epochs[0]);
    expect(await files()).toEqual(await filesOfRuns());
    const { best, last } = finished.checkpoints;
    expect(last).toMatchObject({ epoch: 3 });
    // Whether a tile can be held back depends on the labels.
    const scores = finished.epochs.map(
      ({ meanAveragePrecision, trainingLoss }) => meanAveragePrecision ?? -trainingLoss,
    );
    expect(best?.epoch).toBe(scores.indexOf(Math.max(...scores)) + 1);
    const manifest = await loadChosenManifest();
    expect(manifest).toMatchObject({ id: best?.id, run: finished.id, epoch: best?.epoch });
    expect(manifest?.provenance).toMatchObject({
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      backend: { kind: "webgpu" },
      trainingTiles: finished.trainingTiles,
    });
  });
});

describe("a run whose checkpoint cannot be written", () => {
  it("says so, continues, and at its end keeps the last good checkpoint to resume from", async () => {
    const told: TrainingRun[] = [];
    let full: Promise<unknown> | null = null;
    const failed = await train(
      {
        onRun: (run) => told.push(run),
        onStep: ({ epoch }) => {
          if (epoch === 2) full ??= estimateStorage().then(({ usedBytes }) => overrideQuota(usedBytes + 200_000));
        },
      },
      { validationShare: 0 },
    );
    await full;
    expect(told.some(({ warning, status }) => status === "running" && warning?.tag === "QuotaExceeded")).toBe(true);
    expect(failed).toMatchObject({ status: "failed", problem: { tag: "QuotaExceeded" } });
    expect(failed.problem?.message).toMatch(/once there is room, resume from it/);
    expect(failed.epochs).toHaveLength(3);
    expect(failed.checkpoints.last?.epoch).toBeLessThan(3);
    await overrideQuota();
    const finished = await train({ resume: failed.id });
    expect(finished).toMatchObject({ status: "finished", problem: null, warning: null });
    // The curve is the same, because the lost part is learnt again.
    const losses = (run: TrainingRun) => run.epochs.map(({ trainingLoss }) => trainingLoss);
    const worst = Math.max(...losses(finished).map((loss, index) => Math.abs(loss - losses(failed)[index]!)));
    expect(worst).toBeLessThanOrEqual(1e-5);
    expect(await files()).toEqual(await filesOfRuns());
  });

  it("does not begin when there is no room for its first checkpoint", async () => {
    const before = (await loadRuns()).length;
    await overrideQuota((await estimateStorage()).usedBytes + 200_000);
    await expect(train({})).rejects.toMatchObject({ name: "QuotaExceeded" });
    await overrideQuota();
    expect(await loadRuns()).toHaveLength(before);
  });
});
