import { softwareVersions } from "../../domain/software-versions.ts";
import { inputNormalisation } from "../../domain/tile/crop-options.ts";
import { channelNames } from "../../domain/tile/tile.ts";
import type { Checkpoint, NamedTensors, RunProgress } from "../../domain/training/checkpoint.ts";
import type { ModelManifest } from "../../domain/training/model-manifest.ts";
import type { TrainingState } from "../../learning/training/training-state.ts";
import { downloadState } from "../../learning/training/training-state.ts";
import type { Judgement } from "./judge-model.ts";
import type { TrainingSetup } from "./set-up-training.ts";
import { diverged } from "./training-problems.ts";

/** How far a run has come. The split's tiles are added when a checkpoint is made. */
export type Progress = Omit<RunProgress, "trainingTiles" | "validationTiles">;

export const freshProgress: Progress = { batch: 0, step: 0, lossSum: 0, cells: 0, seconds: 0, epochs: [] };

function manifestOf(
  { request, options, trainer, data, createdAt, usedWeights }: TrainingSetup,
  { epochs, step }: Progress,
  judgement: Judgement | null,
): ModelManifest {
  const { trainingTiles, validationTiles } = data;
  return {
    format: "cytotope-model-1",
    id: `${request.runId}-${step}`,
    run: request.runId,
    createdAt,
    backbone: options.backbone,
    inputSize: trainer.source.inputSize,
    channels: channelNames,
    classes: request.classes,
    crop: request.cropOptions,
    normalisation: inputNormalisation,
    options,
    epoch: epochs.length,
    step,
    provenance: {
      versions: softwareVersions,
      backend: request.backend.info,
      fingerprint: request.fingerprint ?? null,
      trainingTiles,
      validationTiles,
    },
    metrics: epochs.at(-1) ?? null,
    calibration: judgement?.calibration ?? null,
    evaluation: judgement?.evaluation ?? null,
    ...(usedWeights ? { startingWeights: usedWeights } : {}),
  };
}

/**
 * Downloads the state and describes it.
 *
 * @param judgement The validation result of the last finished epoch; it is kept until the next epoch ends.
 * @throws Diverged when the state holds a NaN or an infinite number, so that a broken checkpoint never replaces a
 * good one.
 */
export async function makeCheckpoint(
  setup: TrainingSetup,
  state: TrainingState,
  progress: Progress,
  judgement: Judgement | null,
): Promise<Checkpoint> {
  const tensors: NamedTensors = await setup.request.backend.guard(downloadState(state));
  for (const { values } of tensors.values()) {
    if (!values.every(Number.isFinite)) throw diverged(progress.epochs.length, Number.NaN, setup.options);
  }
  const { trainingTiles, validationTiles } = setup.data;
  const reached = { ...progress, step: state.step };
  return {
    manifest: manifestOf(setup, reached, judgement),
    tensors,
    progress: { ...reached, trainingTiles, validationTiles },
  };
}
