import { problemError } from "../../domain/errors.ts";
import type { Checkpoint, NamedTensor } from "../../domain/training/checkpoint.ts";
import { softLabels } from "../../learning/weak-labels/soft-labels.ts";
import type { TrainingSetup } from "./set-up-training.ts";

const outOfFoldName = "selfTraining.outOfFold";
const targetsName = "selfTraining.targets";

/** What one training of self-training hands to the next. */
export interface Labelling {
  /** Targets of the training cells, in their order, 0..1: first the labels of their tiles, later soft labels. */
  targets: readonly Float32Array[];
  /**
   * `[training cells, classes]`, 0..1. NaN where nothing was predicted yet, or where the network saw no tile of the
   * class.
   */
  outOfFold: Float32Array;
}

/** Ends a round: its predictions become the targets of the next trainings. */
export function relabel({ data, options, request }: TrainingSetup, labelling: Labelling): void {
  const { negative } = request.classes;
  labelling.targets = softLabels(data.training, labelling.outOfFold, { rate: options.expressionRate, negative });
  labelling.outOfFold = new Float32Array(labelling.outOfFold.length).fill(Number.NaN);
}

/**
 * The labelling of a new run, or that of the checkpoint. @throws ModelMismatch when the cells differ from the
 * checkpoint's.
 */
export function labellingOf({ data, trainer }: TrainingSetup, resume: Checkpoint | null): Labelling {
  const { classes } = trainer.architecture;
  const shape = [data.training.length, classes];
  const read = (name: string): Float32Array | null => {
    const tensor = resume?.tensors.get(name);
    if (resume === null) return null;
    if (tensor !== undefined && tensor.shape.join() === shape.join()) return tensor.values.slice();
    throw problemError({
      tag: "ModelMismatch",
      subject: "Training",
      message: "The cells of the tiles that this run learns from have changed since it was stopped.",
      remedy: "Start a new run.",
    });
  };
  const targets = read(targetsName);
  return {
    targets: data.training.map((example, row) => targets?.slice(row * classes, (row + 1) * classes) ?? example.targets),
    outOfFold: read(outOfFoldName) ?? new Float32Array(data.training.length * classes).fill(Number.NaN),
  };
}

/** Makes the run's checkpoint out of the checkpoint of one training. */
export function withLabelling(
  { manifest, tensors, progress }: Checkpoint,
  { options, trainer }: TrainingSetup,
  { targets, outOfFold }: Labelling,
  phase: number,
  isFinal: boolean,
): Checkpoint {
  const { classes } = trainer.architecture;
  const shape = [targets.length, classes];
  const flat = new Float32Array(targets.length * classes);
  targets.forEach((row, index) => {
    flat.set(row, index * classes);
  });
  const added: [string, NamedTensor][] = [
    [targetsName, { shape, values: flat }],
    [outOfFoldName, { shape, values: outOfFold.slice() }],
  ];
  const unfinished = isFinal ? {} : { epoch: 0, metrics: null };
  return {
    manifest: { ...manifest, ...unfinished, options },
    tensors: new Map([...tensors, ...added]),
    progress: {
      ...progress,
      epochs: isFinal ? progress.epochs : [],
      selfTraining: { phase, epochs: isFinal ? [] : progress.epochs },
    },
  };
}

/** Takes the checkpoint of one training out of the run's checkpoint. */
export function phaseCheckpoint(checkpoint: Checkpoint, isFinal: boolean): Checkpoint {
  const { progress } = checkpoint;
  const epochs = isFinal ? progress.epochs : (progress.selfTraining?.epochs ?? []);
  return { ...checkpoint, progress: { ...progress, epochs } };
}
