import { problemError } from "../../domain/errors.ts";
import type { ClassList } from "../../domain/localisation/localisation.ts";
import { softwareVersions } from "../../domain/software-versions.ts";
import { type CropOptions, type CropSource, inputNormalisation } from "../../domain/tile/crop-options.ts";
import { channelNames } from "../../domain/tile/tile.ts";
import type { Checkpoint, NamedTensors, RunProgress } from "../../domain/training/checkpoint.ts";
import type { ModelManifest } from "../../domain/training/model-manifest.ts";
import { headFits, type StartingWeights } from "../../domain/training/starting-weights.ts";
import type { TrainingOptions } from "../../domain/training/training-options.ts";
import type { UsedWeights } from "../../domain/training/weights-source.ts";
import type { Backend } from "../../learning/backend/backend.ts";
import type { BatchSource } from "../../learning/batches/batch-source.ts";
import { gatherBags } from "../../learning/batches/cell-bags.ts";
import { trainingCacheBytes } from "../../learning/batches/crop-reader.ts";
import { gpuCacheBytes } from "../../learning/batches/gpu-crop-cache.ts";
import { openBatchSource } from "../../learning/batches/open-batch-source.ts";
import { syntheticHelpers } from "../../learning/batches/synthetic-cells.ts";
import { architectureFor, extraHeads, inputSizeFor, parameterTable } from "../../learning/network/architecture.ts";
import { freezeParameters, frozenLayers } from "../../learning/network/freeze-parameters.ts";
import { initialise } from "../../learning/network/initialise.ts";
import type { Trainer, TrainingState } from "../../learning/training/train-epoch.ts";
import { downloadState, uploadState } from "../../learning/training/training-state.ts";
import { openMemory, restoreMemory } from "../../learning/weak-labels/cell-memory.ts";
import { classFrequencies, classWeights } from "../../learning/weak-labels/class-weights.ts";
import { openObjective } from "../../learning/weak-labels/open-objective.ts";
import { startFromWeights } from "../../learning/weights/start-from-weights.ts";
import { checkModelFits } from "../models/model-fit.ts";
import type { Judgement } from "./judge-model.ts";
import { type LabelledCell, prepareTrainingData, type TrainingData } from "./training-data.ts";
import { diverged } from "./training-problems.ts";

/** Weights to start from, with what is known of them. */
export interface LoadedWeights {
  readonly record: StartingWeights;
  readonly tensors: NamedTensors;
}

export interface TrainClassifierRequest {
  /** Cells of labelled tiles. */
  readonly cells: readonly LabelledCell[];
  readonly crops: CropSource;
  readonly cropOptions: CropOptions;
  readonly classes: ClassList;
  /** Ignored when a run is resumed: its own options count. */
  readonly options: TrainingOptions;
  readonly backend: Backend;
  readonly resume: Checkpoint | null;
  /** What `options.initialWeights` stands for; not asked for when a run is resumed. */
  readonly startingWeights?: LoadedWeights | null;
  readonly runId: string;
  /** See `dataFingerprint`. */
  readonly fingerprint?: string;
}

/** Everything about a run that does not change. */
export interface TrainingSetup {
  readonly request: TrainClassifierRequest;
  readonly options: TrainingOptions;
  readonly data: TrainingData;
  readonly trainer: Trainer;
  /** Share of training cells with each class. */
  readonly frequencies: readonly number[];
  readonly createdAt: string;
  /** What was made of the weights that the run started from; absent when the seed drew them. */
  readonly usedWeights?: UsedWeights;
}

/** What a training is put together from; its source stays the caller's. */
type SetupParts = Pick<TrainingSetup, "request" | "options" | "data" | "createdAt"> & { readonly source: BatchSource };

/** Where a run stands, without what its split says. */
export type Progress = Omit<RunProgress, "trainingTiles" | "validationTiles">;

export const freshProgress: Progress = { batch: 0, step: 0, lossSum: 0, cells: 0, seconds: 0, epochs: [] };

/**
 * Splits the tiles and puts together what trains on them.
 * @throws NothingToLearn, or ModelMismatch when a run is resumed on other crops or classes.
 */
export function prepareTraining(request: TrainClassifierRequest): TrainingSetup {
  const { resume, cells, classes, crops, backend } = request;
  if (resume) checkModelFits(resume.manifest, request);
  const options = resume?.manifest.options ?? request.options;
  const weights = resume ? null : (request.startingWeights?.record ?? null);
  if (weights !== null && weights.backbone !== options.backbone) throw otherBackbone(weights, options);
  const data = prepareTrainingData(cells, classes, options, resume);
  const createdAt = resume?.manifest.createdAt ?? new Date().toISOString();
  const source = openBatchSource(backend, crops, inputSizeFor(options.backbone, crops.size), {
    gpu: gpuCacheBytes,
    processor: trainingCacheBytes,
  });
  return setUp({ request, options, data, source, createdAt });
}

/** Puts together what trains on `data`, which may be a part of the run's. */
export function setUp({ request, options, data, source, createdAt }: SetupParts): TrainingSetup {
  const { classes, backend } = request;
  const architecture = architectureFor(
    options.backbone,
    channelNames.length,
    classes.names.length,
    extraHeads(options, classes),
  );
  const frequencies = classFrequencies(
    data.training.map(({ targets }) => targets),
    classes.names.length,
  );
  const positiveWeights = options.classWeighting ? classWeights(frequencies) : classes.names.map(() => 1);
  const objective = openObjective(options, positiveWeights, classes.negative, data.training);
  const trainer: Trainer = {
    architecture,
    table: freezeParameters(parameterTable(architecture), architecture, options),
    frozen: frozenLayers(architecture, options),
    objective,
    positiveWeights,
    options,
    source,
    examples: data.training,
    bags: objective.lookUp === null ? null : gatherBags(data.training),
    helpers: syntheticHelpers(options.syntheticHelpers, classes),
    backend,
  };
  const { resume, startingWeights } = request;
  const used =
    resume?.manifest.startingWeights ??
    (resume === null && startingWeights ? describeUse(startingWeights.record, classes.names) : null);
  return { request, options, data, trainer, frequencies, createdAt, ...(used ? { usedWeights: used } : {}) };
}

function describeUse(
  { name, address, sha256, format, stem, head }: StartingWeights,
  classNames: readonly string[],
): UsedWeights {
  return { name, address, sha256, format, stem, headReplaced: !headFits(head, classNames) };
}

function otherBackbone({ name, backbone }: StartingWeights, options: TrainingOptions): Error {
  return problemError({
    tag: "ModelMismatch",
    subject: name,
    message: `The weights to start from are those of a ${backbone}, and a ${options.backbone} is to be trained.`,
    remedy: `Choose the network ${backbone}, or other weights.`,
  });
}

/**
 * The state to start from: the checkpoint's, or fresh weights with the head's bias at the training cells' frequencies, in whose
 * place starting weights come.
 */
export function openState({ request, options, trainer, frequencies, usedWeights }: TrainingSetup): TrainingState {
  const { resume, startingWeights } = request;
  const memory = trainer.bags === null ? null : openMemory(trainer.architecture, trainer.examples.length);
  if (memory !== null && resume) restoreMemory(memory, resume.tensors);
  const fresh = () => initialise(trainer.architecture, options.seed, frequencies);
  const tensors = resume
    ? resume.tensors
    : startingWeights
      ? startFromWeights(fresh(), startingWeights.tensors, usedWeights?.headReplaced === false)
      : fresh();
  return uploadState(tensors, trainer.table, options.optimizer, resume?.progress.step ?? 0, memory);
}

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
 * @param judgement of the last finished epoch; it stands until the next one ends.
 * @throws Diverged when a number of the state is none, so that a good checkpoint is never replaced by a broken one.
 */
export async function checkpointOf(
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
