import type { TrainingRun } from "../../domain/training/training-run.ts";
import { backboneNames } from "../format/backbone-names.ts";
import { formatMoment } from "../format/format-date.ts";
import { formatDuration } from "../format/format-duration.ts";
import { formatCount } from "../format/format-number.ts";

/** Says in one sentence how a run ended. A run is stored as `running` when the page was closed in the middle of it. */
export function describeRun(run: TrainingRun): string {
  const done = run.epochs.length;
  const of = run.options.epochs;
  const tiles = `${formatCount(run.trainingTiles.length, "tile")} for training, ${run.validationTiles.length} for validation`;
  if (run.status === "imported") return "Imported from a file.";
  if (run.status === "finished" && done < of && run.options.earlyStopping > 0) {
    return `Finished after ${formatCount(done, "epoch")} of ${of}, because validation did not improve; ${tiles}.`;
  }
  if (run.status === "finished") return `Finished after ${formatCount(done, "epoch")}; ${tiles}.`;
  // The epochs of the folds are not counted. The first epoch that counts is one of the last training, after the folds.
  const first =
    run.options.objective === "self-training"
      ? "before the last training's first epoch was done"
      : "before the first epoch was done";
  const where = done === 0 ? first : `after epoch ${done} of ${of}`;
  if (run.status === "failed") return `Failed ${where}.`;
  if (run.status === "stopped") return `Stopped ${where}. What was learned is kept.`;
  return `Interrupted ${where}, when the page was closed. What was learned is kept.`;
}

/** Says in one line which network was trained, when, and for how long. */
export function describeRunFacts(run: TrainingRun): string {
  const seconds = run.epochs.reduce((sum, epoch) => sum + epoch.seconds, 0);
  const took = run.epochs.length === 0 ? "" : `, ${formatDuration(seconds)} of training`;
  const since = run.status === "imported" ? "added" : "started";
  return `${backboneNames[run.options.backbone]}, ${since} ${formatMoment(run.startedAt)}${took}.`;
}
