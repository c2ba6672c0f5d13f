import type { ModelChoice, RunCheckpoints, StoredCheckpoint, TrainingRun } from "./training-run.ts";

/** A run's checkpoint to predict with. */
export interface ChosenModel {
  readonly run: TrainingRun;
  readonly which: keyof RunCheckpoints;
  readonly checkpoint: StoredCheckpoint;
}

/** The checkpoint asked for, or the other one when it is not there; none that has not learnt anything. */
function pick(run: TrainingRun, which: keyof RunCheckpoints): ChosenModel | null {
  const { best, last } = run.checkpoints;
  if (which === "best" && best !== null) return { run, which, checkpoint: best };
  return last !== null && last.step > 0 ? { run, which: "last", checkpoint: last } : null;
}

/**
 * Whose model predicts: the user's choice while it is there, else the newest run that has finished an epoch, else the newest that
 * has learnt anything. So a run started by mistake and stopped at once does not take the place of another one.
 *
 * @param runs oldest first.
 * @param choice null leaves it to the rule.
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
