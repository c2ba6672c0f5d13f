import { hasTag } from "../../domain/errors.ts";
import type { Checkpoint } from "../../domain/training/checkpoint.ts";
import { microBatchSizeOf } from "../../domain/training/micro-batch.ts";
import { predictCells } from "../../learning/inference/predict.ts";
import { disposeParameters, uploadParameters } from "../../learning/network/parameters.ts";
import { type Labelling, labellingOf, phaseCheckpoint, relabel, withLabelling } from "./self-training-labels.ts";
import { learntIn, planSelfTraining, type SelfTrainingPlan, tellingThePhase } from "./self-training-plan.ts";
import { assembleTraining, type TrainingSetup } from "./set-up-training.ts";
import type { TrainClassifierCallbacks, TrainingOutcome } from "./training-callbacks.ts";

/*
 * Self-training deals the training tiles into folds. For each fold a fresh network learns from the other folds and
 * predicts the cells of this fold. These predictions and the tiles' labels give every cell soft labels of its own
 * (`softLabels`). A last network learns from all training tiles with the soft labels. Each of these trainings is an
 * ordinary one. Validation tiles are in no fold.
 *
 * Beside the current network, a checkpoint holds the predictions so far and the current targets, both `[training
 * cells, classes]`.
 */

/** The objective of the last training. */
const finalObjective = "inherit";

type TrainOnce = (setup: TrainingSetup, callbacks: TrainClassifierCallbacks) => Promise<TrainingOutcome>;

/**
 * Runs all trainings of `self-training`, or those that are left. A run that was stopped goes on in the middle of a
 * training and gives the same outcome as a run that was not stopped.
 * @throws NothingToLearn when there are fewer than two tiles, or groups of tiles, to make folds of; ModelMismatch
 * when a run is resumed with other cells.
 */
export async function selfTrain(
  setup: TrainingSetup,
  callbacks: TrainClassifierCallbacks,
  trainOnce: TrainOnce,
): Promise<TrainingOutcome> {
  const plan = planSelfTraining(setup);
  const { resume } = setup.request;
  const labelling = labellingOf(setup, resume);
  const start = resume?.progress.selfTraining?.phase ?? 0;
  for (let phase = start; ; phase += 1) {
    const isFinal = phase === plan.phases - 1;
    const wrap = (checkpoint: Checkpoint) => withLabelling(checkpoint, setup, labelling, phase, isFinal);
    const outcome = await trainOnce(
      setUpPhase(plan, labelling, phase, phase === start && resume ? phaseCheckpoint(resume, isFinal) : null),
      {
        ...tellingThePhase(plan, phase, callbacks),
        saveCheckpoint: (checkpoint) => callbacks.saveCheckpoint(wrap(checkpoint)),
        signal: callbacks.signal,
      },
    );
    const stopped = { status: "stopped", checkpoint: wrap(outcome.checkpoint) } as const;
    if (outcome.status === "stopped") return stopped;
    if (isFinal) return { ...outcome, checkpoint: wrap(outcome.checkpoint) };
    try {
      await predictFold(plan, labelling, phase, outcome.checkpoint, callbacks.signal);
    } catch (error) {
      if (hasTag(error, "Cancelled")) return stopped;
      throw error;
    }
    if (phase % plan.folds.length === plan.folds.length - 1) relabel(setup, labelling);
  }
}

function setUpPhase(
  plan: SelfTrainingPlan,
  { targets }: Labelling,
  phase: number,
  resume: Checkpoint | null,
): TrainingSetup {
  const { setup, folds, phases } = plan;
  const { request, data, trainer, createdAt } = setup;
  const training = learntIn(plan, phase).map((row) => ({
    ...data.training[row]!,
    targets: targets[row]!,
  }));
  // Soft labels contain already how likely a cell lacks a label.
  const soft = phase >= folds.length ? { absentInCell: 0 } : {};
  const options = { ...setup.options, ...soft, objective: phase === phases - 1 ? finalObjective : "inherit" } as const;
  return assembleTraining({
    request: { ...request, resume },
    options,
    data: { ...data, training, validation: phase === phases - 1 ? data.validation : [] },
    source: trainer.source,
    createdAt,
  });
}

/**
 * Predicts the cells that the training did not see.
 *
 * @throws Cancelled; the labelling is as it was then.
 */
async function predictFold(
  plan: SelfTrainingPlan,
  labelling: Labelling,
  phase: number,
  { tensors }: Checkpoint,
  signal: AbortSignal,
): Promise<void> {
  const { setup } = plan;
  const { architecture, table, source, backend } = setup.trainer;
  const { classes } = architecture;
  const learnt = new Set(learntIn(plan, phase));
  const rows = [...setup.data.training.keys()].filter((row) => !learnt.has(row));
  const examples = rows.map((row) => setup.data.training[row]!);
  const parameters = uploadParameters(tensors, table);
  const batchSize = microBatchSizeOf(setup.options);
  try {
    const run = { architecture, parameters, source, examples, batchSize, backend, signal };
    const probabilities = await predictCells(run, false);
    const known = Array.from({ length: classes }, (_, label) =>
      [...learnt].some((row) => setup.data.training[row]!.targets[label] === 1),
    );
    rows.forEach((row, index) => {
      for (let label = 0; label < classes; label += 1) {
        const probability = probabilities[index * classes + label]!;
        labelling.outOfFold[row * classes + label] = known[label] ? probability : Number.NaN;
      }
    });
  } finally {
    disposeParameters(parameters);
  }
}
