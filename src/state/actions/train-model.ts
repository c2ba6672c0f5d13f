import { proxy } from "comlink";
import { hasTag } from "../../domain/errors.ts";
import type { TrainingOptions } from "../../domain/training/training-options.ts";
import type { EpochMetrics, StepProgress } from "../../domain/training/training-progress.ts";
import type { TrainingRun } from "../../domain/training/training-run.ts";
import { announce } from "../stores/announce.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { useLearning } from "../stores/learning-store.ts";
import { learningTask } from "../stores/learning-task.ts";
import { extendTrace } from "../stores/loss-trace.ts";
import { putRun, useRuns } from "../stores/runs-store.ts";
import { showTab } from "../stores/selection-store.ts";
import { services } from "../stores/services.ts";
import { refreshStorageReport } from "../stores/storage-store.ts";
import { refreshRuns } from "./manage-runs.ts";
import { predictCells } from "./predict-cells.ts";
import { reportProblem } from "./report-problem.ts";

function takeRun(run: TrainingRun): void {
  useLearning.setState({ run });
  putRun(run);
}

function takeStep(step: StepProgress): void {
  useLearning.setState(({ trace, phase, stepsSeen }) => ({
    step,
    stepsSeen: stepsSeen + 1,
    trace: extendTrace(trace, step),
    phase: phase === "starting" ? "training" : phase,
  }));
}

/** Adds an epoch to the run. It replaces the epoch when `onRun` has added it already. */
function takeEpoch(metrics: EpochMetrics): void {
  useLearning.setState(({ run }) =>
    run === null ? {} : { run: { ...run, epochs: [...run.epochs.filter((e) => e.epoch < metrics.epoch), metrics] } },
  );
  announce(`Epoch ${metrics.epoch} is done, training loss ${metrics.trainingLoss.toFixed(3)}.`);
}

/** Returns true when the run finished and the user did not stop it in its last moments. */
async function train(options: TrainingOptions, resume: string | null): Promise<boolean> {
  if (useLearning.getState().phase !== "idle") return false;
  useLearning.setState({
    phase: "starting",
    step: null,
    stepsSeen: 0,
    problem: null,
    ...(resume === null ? { trace: [] } : {}),
  });
  showTab("training");
  announce(resume === null ? "Training starts." : "Training goes on.");
  let run: TrainingRun | null = null;
  let stopped = false;
  try {
    const { classes } = useDataset.getState();
    const request = { options, classes, resume };
    run = await learningTask.run(async (signal) => {
      const ended = await services().learning.train(request, proxy(takeRun), proxy(takeStep), proxy(takeEpoch), signal);
      stopped = signal.aborted;
      return ended;
    });
    takeRun(run);
    if (run.problem !== null) useLearning.setState({ problem: run.problem });
    announce(run.status === "finished" ? "Training is finished." : "Training has stopped.");
  } catch (error) {
    // The worker's last answer about the run may be lost. The page marks the known run as stopped or failed, so that
    // the user can resume it.
    const cancelled = hasTag(error, "Cancelled");
    const problem = reportProblem(error, "Training");
    useLearning.setState(({ run: known }) => ({
      problem,
      run: known?.status === "running" ? { ...known, status: cancelled ? "stopped" : "failed", problem } : known,
    }));
  } finally {
    useLearning.setState({ phase: "idle", step: null });
  }
  await refreshRuns();
  if (run === null) takeStoredRun();
  void refreshStorageReport();
  return run?.status === "finished" && !stopped;
}

/**
 * Takes over the stored run when the worker gave no answer. A worker that took over has stopped the run and stored a
 * problem with it.
 */
function takeStoredRun(): void {
  const { run, problem } = useLearning.getState();
  const stored = useRuns.getState().runs.find(({ id }) => id === run?.id);
  if (stored !== undefined && stored.status !== "running") {
    useLearning.setState({ run: stored, problem: stored.problem ?? problem });
  }
}

/**
 * Whether a run can be resumed: it was stopped, the page was closed while it ran, or it failed with a last checkpoint
 * after step 0. A run that diverged cannot be resumed, because it would diverge again.
 */
export function canResume(run: TrainingRun | null, busy: boolean): boolean {
  if (run === null || busy || run.checkpoints.last === null) return false;
  if (run.status === "failed") return run.problem?.tag !== "Diverged" && run.checkpoints.last.step > 0;
  return run.status === "stopped" || run.status === "running";
}

/** Trains, and predicts after a finished run, because a model without probabilities is no result. */
async function trainAndPredict(options: TrainingOptions, resume: string | null): Promise<void> {
  if (await train(options, resume)) await predictCells();
}

/** Starts a new run with the options of the panel, or with `options`. */
export function startTraining(options: TrainingOptions = useLearning.getState().options): Promise<void> {
  return trainAndPredict(options, null);
}

/** Resumes a run from its last checkpoint. */
export async function resumeTraining(run: TrainingRun | null = useLearning.getState().run): Promise<void> {
  const { phase, run: shown } = useLearning.getState();
  if (run !== null && run.id !== shown?.id) useLearning.setState({ trace: [] });
  if (run !== null && canResume(run, phase !== "idle")) await trainAndPredict(run.options, run.id);
}

/** Stops training after the current batch. The weights are kept. */
export async function stopTraining(): Promise<void> {
  if (useLearning.getState().phase === "idle") return;
  useLearning.setState({ phase: "stopping" });
  await learningTask.cancel();
}
