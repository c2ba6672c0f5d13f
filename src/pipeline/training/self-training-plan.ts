import { nothingYet } from "../../domain/nothing-yet.ts";
import type { StepProgress, TrainingPhase } from "../../domain/training/training-progress.ts";
import { dealFolds } from "../../learning/batches/deal-folds.ts";
import { batchesPerEpoch } from "../../learning/training/trainer.ts";
import type { TrainingSetup } from "./set-up-training.ts";
import type { TrainClassifierCallbacks } from "./training-callbacks.ts";
import { nameOf } from "./training-data.ts";

/** The order of the trainings in a run of self-training. */
export interface SelfTrainingPlan {
  readonly setup: TrainingSetup;
  /** The tiles of each fold. */
  readonly folds: readonly ReadonlySet<string>[];
  /** The number of trainings. */
  readonly phases: number;
}

/** @throws NothingToLearn when there are fewer than two tiles, or groups of tiles, to make folds of. */
export function planSelfTraining(setup: TrainingSetup): SelfTrainingPlan {
  const { data, options, request } = setup;
  const groups = new Map(request.cells.map(({ tileId, protein }) => [tileId as string, nameOf(protein)]));
  const tiles = new Map(
    data.training.map(({ tileId, targets }) => [
      tileId as string,
      {
        tileId,
        group: groups.get(tileId) ?? null,
        labels: [...targets.keys()].filter((label) => targets[label] === 1),
      },
    ]),
  );
  const folds = dealFolds([...tiles.values()], options.selfTrainingFolds, options.seed).map((names) => new Set(names));
  if (folds.length < 2) {
    throw nothingYet(
      "Training",
      "Self-training needs two training tiles at least, of different proteins where the table of labels names them.",
      "Add tiles with labels, hold fewer back for validation, or choose another objective.",
    );
  }
  return { setup, folds, phases: folds.length * options.selfTrainingRounds + 1 };
}

/** The rows of the cells that a training learns from: all but its fold's cells. The final training takes all cells. */
export function learntIn({ setup, folds, phases }: SelfTrainingPlan, phase: number): number[] {
  const held = phase === phases - 1 ? null : folds[phase % folds.length];
  return [...setup.data.training.keys()].filter((row) => !held?.has(setup.data.training[row]!.tileId));
}

/**
 * Reports the steps of one training as steps of the whole run, and epochs only for the last training. The seconds left
 * assume that later trainings are as fast as this one.
 */
export function tellingThePhase(
  plan: SelfTrainingPlan,
  phase: number,
  { onStep, onEpoch }: TrainClassifierCallbacks,
): Pick<TrainClassifierCallbacks, "onStep" | "onEpoch"> {
  const { setup, folds, phases } = plan;
  const { batchSize, epochs, selfTrainingRounds: rounds } = setup.options;
  const stepsOf = Array.from({ length: phases }, (_, index) => {
    return batchesPerEpoch(learntIn(plan, index).length, batchSize) * epochs;
  });
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const before = sum(stepsOf.slice(0, phase));
  const later = sum(stepsOf.slice(phase + 1));
  const isFinal = phase === phases - 1;
  const nth = isFinal ? phase - 1 : phase;
  const place: Omit<TrainingPhase, "step" | "steps"> = {
    kind: isFinal ? "final" : "fold",
    fold: (nth % folds.length) + 1,
    folds: folds.length,
    round: Math.floor(nth / folds.length) + 1,
    rounds,
  };
  const tell = (progress: StepProgress) => {
    const { step, steps, secondsLeft } = progress;
    const left = steps - step;
    const aStep = left > 0 ? secondsLeft / left : batchSize / progress.cellsPerSecond;
    onStep?.({
      ...progress,
      phase: { ...place, step, steps },
      step: before + step,
      steps: before + steps + later,
      secondsLeft: secondsLeft + later * aStep,
    });
  };
  return { ...(onStep ? { onStep: tell } : {}), ...(onEpoch && isFinal ? { onEpoch } : {}) };
}
