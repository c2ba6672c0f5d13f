import { defaultTrainingOptions } from "../../../../src/domain/training/training-options.ts";
import type { TrainingRun } from "../../../../src/domain/training/training-run.ts";
import { makeCheckpoint, makeEpoch, makeRun } from "./fake-run.ts";

/** Three runs of one day: a failed one, a finished one that is best at its sixth epoch, a stopped one with notes. */
export function makeRuns(): readonly TrainingRun[] {
  const fast = { ...defaultTrainingOptions, learningRate: 0.03 };
  const failed: TrainingRun = {
    ...makeRun("failed", 2, fast),
    id: "run-1",
    startedAt: "2026-01-05T08:00:00Z",
    problem: {
      tag: "Diverged",
      subject: "Training",
      message: "The loss became NaN in epoch 3; the last checkpoint is kept.",
      remedy: "Start a new run with a lower learning rate than 0.03.",
    },
  };
  const epochs = Array.from({ length: 10 }, (_, index) => {
    const score = 0.52 - 0.01 * (index - 5) ** 2;
    return { ...makeEpoch(index + 1, 10), meanAveragePrecision: score };
  });
  const finished: TrainingRun = {
    ...makeRun("finished", 10),
    id: "run-2",
    startedAt: "2026-01-05T09:00:00Z",
    epochs,
    checkpoints: { best: makeCheckpoint("run-2", 6), last: makeCheckpoint("run-2", 10) },
  };
  const augmentation = { ...defaultTrainingOptions.augmentation, rotation: 90 };
  const stopped: TrainingRun = {
    ...makeRun("stopped", 4, { ...defaultTrainingOptions, batchSize: 16, augmentation }),
    id: "run-3",
    startedAt: "2026-01-05T10:00:00Z",
    checkpoints: { best: makeCheckpoint("run-3", 4), last: makeCheckpoint("run-3", 4) },
    notes: "More rotation, smaller batches",
  };
  return [failed, finished, stopped];
}
