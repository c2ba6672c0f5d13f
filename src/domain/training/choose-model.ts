import type { ModelChoice, RunCheckpoints, StoredCheckpoint, TrainingRun } from "./training-run.ts";

/** The checkpoint that predicts, and the run that it belongs to. */
export interface ChosenModel {
  readonly run: TrainingRun;
  /** Whether `checkpoint` is the run's best or its last one. */
  readonly which: keyof RunCheckpoints;
  readonly checkpoint: StoredCheckpoint;
}

/**
 * The requested checkpoint of a run. The last one takes the place of a missing best one.
 * @returns null when the last one is needed and is missing or has no weight update yet.
 */
function pick(run: TrainingRun, which: keyof RunCheckpoints): ChosenModel | null {
  const { best, last } = run.checkpoints;
  if (which === "best" && best !== null) return { run, which, checkpoint: best };
  return last !== null && last.step > 0 ? { run, which: "last", checkpoint: last } : null;
}

/**
 * Decides which model predicts. The user's choice comes first, as long as that run has a usable checkpoint.
 * Otherwise it is the newest run that has finished an epoch, and if there is none, the newest run with at least one
 * weight update. So a run that was started by mistake and stopped at once does not replace another one.
 *
 * @param runs all runs, oldest first.
 * @param choice the user's choice; null means that the user made none.
 * @returns null when no run has a usable checkpoint.
 */
export function chooseModel(runs: readonly TrainingRun[], choice: ModelChoice | null): ChosenModel | null {
  const chosen = runs.find(({ id }) => id === choice?.run);
  const asked = chosen && choice ? pick(chosen, choice.checkpoint) : null;
  if (asked !== null) return asked;
  const newestFirst = runs.toReversed();
  const found = newestFirst.filter(({ epochs }) => epochs.length > 0).map((run) => pick(run, "best"));
  const begun = newestFirst.map((run) => pick(run, "best"));
  return [...found, ...begun].find((model) => model !== null) ?? null;
}
