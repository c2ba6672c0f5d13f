import { hpaClasses } from "../../../../src/domain/localisation/localisation.ts";
import { defaultCropOptions, inputNormalisation } from "../../../../src/domain/tile/crop-options.ts";
import type { BackendInfo } from "../../../../src/domain/training/backend-info.ts";
import type { ModelManifest } from "../../../../src/domain/training/model-manifest.ts";
import { defaultTrainingOptions, type TrainingOptions } from "../../../../src/domain/training/training-options.ts";
import type { EpochMetrics } from "../../../../src/domain/training/training-progress.ts";
import type { RunStatus, StoredCheckpoint, TrainingRun } from "../../../../src/domain/training/training-run.ts";

export const gpu: BackendInfo = { kind: "webgpu", adapter: "NVIDIA Ampere", software: false, fallbackReason: null };
export const softwareGpu: BackendInfo = {
  kind: "webgpu",
  adapter: "SwiftShader",
  software: true,
  fallbackReason: null,
};

export function makeEpoch(epoch: number, of: number): EpochMetrics {
  const share = epoch / of;
  return {
    epoch,
    trainingLoss: 0.28 * Math.exp(-2 * share) + 0.05,
    validationLoss: 0.29 * Math.exp(-1.5 * share) + 0.08,
    meanAveragePrecision: 0.2 + 0.45 * share,
    classes: hpaClasses.names.map((_, index) => ({
      positives: index % 4 === 3 ? 0 : 12 + index * 7,
      averagePrecision: index % 4 === 3 ? null : Math.min(0.98, 0.3 + 0.03 * index + 0.2 * share),
      f1: index % 4 === 3 ? null : 0.25 + 0.025 * index,
    })),
    learningRate: 1e-3 * (1 - share),
    cellsPerSecond: 84.2,
    stepSeconds: 0.38,
    seconds: 12,
  };
}

export function makeRun(
  status: RunStatus,
  epochs: number,
  options: TrainingOptions = defaultTrainingOptions,
): TrainingRun {
  return {
    id: "run-1",
    startedAt: "2026-01-05T10:00:00Z",
    status,
    options,
    backend: gpu,
    epochs: Array.from({ length: epochs }, (_, index) => makeEpoch(index + 1, options.epochs)),
    trainingTiles: ["tile-1", "tile-2", "tile-3"],
    validationTiles: ["tile-4"],
    problem: null,
    warning: null,
    checkpoints: { best: epochs === 0 ? null : makeCheckpoint("run-1", epochs), last: makeCheckpoint("run-1", epochs) },
    notes: "",
  };
}

export function makeCheckpoint(run: string, epoch: number): StoredCheckpoint {
  const step = epoch * 4;
  return { id: `${run}-${step}`, epoch, step, bytes: 1_380_000, savedAt: "2026-01-05T10:05:00Z" };
}

export function makeModel(): ModelManifest {
  return {
    format: "cytotope-model-1",
    id: "run-1-40",
    run: "run-1",
    createdAt: "2026-01-05T10:05:00Z",
    backbone: "tiny",
    inputSize: 64,
    channels: ["red", "green", "blue", "yellow"],
    classes: hpaClasses,
    crop: defaultCropOptions,
    normalisation: inputNormalisation,
    options: defaultTrainingOptions,
    epoch: 10,
    step: 40,
    provenance: {
      versions: { cytotope: "0.1.0" },
      backend: gpu,
      fingerprint: "9f86d081884c7d65",
      trainingTiles: ["tile-1", "tile-2", "tile-3"],
      validationTiles: ["tile-4"],
    },
    metrics: makeEpoch(10, 10),
  };
}
