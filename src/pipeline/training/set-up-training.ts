import { problemError } from "../../domain/errors.ts";
import { channelNames } from "../../domain/tile/tile.ts";
import { headFits, type StartingWeights } from "../../domain/training/starting-weights.ts";
import type { TrainingOptions } from "../../domain/training/training-options.ts";
import type { UsedWeights } from "../../domain/training/weights-source.ts";
import type { BatchSource } from "../../learning/batches/batch-source.ts";
import { gatherBags } from "../../learning/batches/cell-bags.ts";
import { trainingCacheBytes } from "../../learning/batches/crop-reader.ts";
import { gpuCacheBytes } from "../../learning/batches/gpu-crop-cache.ts";
import { openBatchSource } from "../../learning/batches/open-batch-source.ts";
import { syntheticHelpers } from "../../learning/batches/synthetic-cells.ts";
import { architectureFor, extraHeads, inputSizeFor, parameterTable } from "../../learning/network/architecture.ts";
import { freezeParameters, frozenLayers } from "../../learning/network/freeze-parameters.ts";
import type { Trainer } from "../../learning/training/trainer.ts";
import { classFrequencies, classWeights } from "../../learning/weak-labels/class-weights.ts";
import { openObjective } from "../../learning/weak-labels/open-objective.ts";
import { checkModelFits } from "../models/model-fit.ts";
import { prepareTrainingData, type TrainingData } from "./training-data.ts";
import type { TrainClassifierRequest } from "./training-request.ts";

/** Everything about one training that does not change while it runs. */
export interface TrainingSetup {
  readonly request: TrainClassifierRequest;
  readonly options: TrainingOptions;
  readonly data: TrainingData;
  readonly trainer: Trainer;
  /** Share of training cells with each class. */
  readonly frequencies: readonly number[];
  readonly createdAt: string;
  /** How the starting weights were used; absent when the seed drew the weights. */
  readonly usedWeights?: UsedWeights;
}

/** The parts of a training. The caller owns the batch source and closes it. */
type SetupParts = Pick<TrainingSetup, "request" | "options" | "data" | "createdAt"> & { readonly source: BatchSource };

/**
 * Splits the tiles into training and validation and opens the batch source, which the caller closes.
 *
 * @throws NothingToLearn when cells, labels or classes are missing.
 * @throws ModelMismatch when a resumed run had other crops or classes, or the starting weights have another backbone.
 */
export function setUpTraining(request: TrainClassifierRequest): TrainingSetup {
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
  return assembleTraining({ request, options, data, source, createdAt });
}

/** Assembles the trainer of one training. Its data may be a part of the run's data, as in a fold of self-training. */
export function assembleTraining({ request, options, data, source, createdAt }: SetupParts): TrainingSetup {
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
