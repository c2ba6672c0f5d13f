import { create } from "zustand";
import type { RunList } from "../../domain/training/run-list.ts";
import type { TrainingRun } from "../../domain/training/training-run.ts";

/** Every stored run, oldest first, and the choice of the model that predicts. */
export type RunsState = Pick<RunList, "runs" | "predictor">;

export const noRuns: RunsState = { runs: [], predictor: null };

export const useRuns = create<RunsState>()(() => noRuns);

/** Takes over a run that is new or has changed. */
export function putRun(run: TrainingRun): void {
  useRuns.setState(({ runs }) => {
    const known = runs.some(({ id }) => id === run.id);
    return { runs: known ? runs.map((old) => (old.id === run.id ? run : old)) : [...runs, run] };
  });
}
