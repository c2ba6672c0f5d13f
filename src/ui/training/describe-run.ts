import type { TrainingRun } from "../../domain/training.ts";

/** Where a run that is not under way stands, in one sentence. `running` in storage: the page was closed in the middle. */
export function describeRun(run: TrainingRun): string {
  const done = run.epochs.length;
  const of = run.options.epochs;
  const tiles = `${run.trainingTiles.length} tiles for training, ${run.validationTiles.length} for validation`;
  if (run.status === "finished") return `Finished after ${done} epochs; ${tiles}.`;
  const where = done === 0 ? "before the first epoch was done" : `after epoch ${done} of ${of}`;
  if (run.status === "failed") return `Failed ${where}.`;
  if (run.status === "stopped") return `Stopped ${where}. What was learned is kept.`;
  return `Interrupted ${where}, when the page was closed. What was learned is kept.`;
}
