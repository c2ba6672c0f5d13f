import type { CropOptions, CropSource } from "../domain/crop-options.ts";
import type { ClassList } from "../domain/localisation.ts";
import { channelNames } from "../domain/tile.ts";
import type {
  Checkpoint,
  EpochMetrics,
  ModelManifest,
  NamedTensors,
  RunProgress,
  TrainingOptions,
} from "../domain/training.ts";
import { architectureFor, extraHeads, inputSizeFor, parameterTable } from "../learning/architecture.ts";
import type { Backend } from "../learning/backend.ts";
import type { BatchSource } from "../learning/batch-source.ts";
import { gatherBags } from "../learning/cell-bags.ts";
import { openMemory, restoreMemory } from "../learning/cell-memory.ts";
import { classFrequencies, classWeights } from "../learning/class-weights.ts";
import { trainingCacheBytes } from "../learning/crop-reader.ts";
import { freezeParameters, frozenLayers } from "../learning/freeze-parameters.ts";
import { gpuCacheBytes } from "../learning/gpu-crop-cache.ts";
import { initialise } from "../learning/initialise.ts";
import { openBatchSource } from "../learning/open-batch-source.ts";
import { openObjective } from "../learning/open-objective.ts";
import { syntheticHelpers } from "../learning/synthetic-cells.ts";
import type { Trainer, TrainingState } from "../learning/train-epoch.ts";
import { downloadState, uploadState } from "../learning/training-state.ts";
import type { Judgement } from "./judge-model.ts";
import { checkModelFits } from "./model-fit.ts";
import { type LabelledCell, prepareTrainingData, type TrainingData } from "./training-data.ts";
import { diverged } from "./training-problems.ts";

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
  readonly runId: string;
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
    extraHeads(options),
  );
  const frequencies = classFrequencies(
    data.training.map(({ targets }) => targets),
    classes.names.length,
  );
  const positiveWeights = options.classWeighting ? classWeights(frequencies) : classes.names.map(() => 1);
  const objective = openObjective(options, positiveWeights);
  const trainer: Trainer = {
    architecture,
    table: freezeParameters(parameterTable(architecture), architecture, options),
    frozen: frozenLayers(architecture, options),
    objective,
    options,
    source,
    examples: data.training,
    bags: objective.lookUp === null ? null : gatherBags(data.training),
    // A made cell says nothing of its tile: objectives that look at the other cells go without.
    helpers: objective.lookUp === null ? syntheticHelpers(options.syntheticHelpers, classes) : [],
    backend,
  };
  return { request, options, data, trainer, frequencies, createdAt };
}

/** The state to start from: the checkpoint's, or fresh weights with the head's bias at the training cells' frequencies. */
export function openState({ request, options, trainer, frequencies }: TrainingSetup): TrainingState {
  const { resume } = request;
  const tensors = resume?.tensors ?? initialise(trainer.architecture, options.seed, frequencies);
  const memory = trainer.bags === null ? null : openMemory(trainer.architecture, trainer.examples.length);
  if (memory !== null && resume) restoreMemory(memory, resume.tensors);
  return uploadState(tensors, trainer.table, options.optimizer, resume?.progress.step ?? 0, memory);
}

function manifestOf(
  { request, options, trainer, createdAt }: TrainingSetup,
  epochs: readonly EpochMetrics[],
  judgement: Judgement | null,
): ModelManifest {
  return {
    format: "cytotope-model-1",
    id: request.runId,
    createdAt,
    backbone: options.backbone,
    inputSize: trainer.source.inputSize,
    channels: channelNames,
    classes: request.classes,
    crop: request.cropOptions,
    options,
    epoch: epochs.length,
    metrics: epochs.at(-1) ?? null,
    calibration: judgement?.calibration ?? null,
    evaluation: judgement?.evaluation ?? null,
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
  return {
    manifest: manifestOf(setup, progress.epochs, judgement),
    tensors,
    progress: { ...progress, step: state.step, trainingTiles, validationTiles },
  };
}
