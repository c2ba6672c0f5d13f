import { cancelled } from "../../../../src/domain/cancel.ts";
import type { Checkpoint } from "../../../../src/domain/training/checkpoint.ts";
import type { EpochMetrics, StepProgress } from "../../../../src/domain/training/training-progress.ts";
import { trainClassifier } from "../../../../src/pipeline/training/train-classifier.ts";
import type { TrainClassifierRequest } from "../../../../src/pipeline/training/training-request.ts";

/** Trains and records what is reported. Stops after `stopAfter` weight updates of this call. */
export async function recordTraining(request: TrainClassifierRequest, stopAfter = Number.POSITIVE_INFINITY) {
  const steps: StepProgress[] = [];
  const epochs: EpochMetrics[] = [];
  const saved: Checkpoint[] = [];
  const controller = new AbortController();
  const outcome = await trainClassifier(request, {
    onStep: (progress) => {
      steps.push(progress);
      if (steps.length >= stopAfter) controller.abort(cancelled("Training"));
    },
    onEpoch: (metrics) => epochs.push(metrics),
    saveCheckpoint: async (checkpoint) => {
      saved.push(checkpoint);
    },
    signal: controller.signal,
  });
  return { outcome, steps, epochs, saved };
}
