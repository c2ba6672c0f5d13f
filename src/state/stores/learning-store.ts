import { create } from "zustand";
import type { Problem } from "../../domain/errors.ts";
import { defaultPredictionOptions, type PredictionOptions } from "../../domain/localisation/localisation.ts";
import type { BackendInfo } from "../../domain/training/backend-info.ts";
import { defaultTrainingOptions, type TrainingOptions } from "../../domain/training/training-options.ts";
import type { StepProgress } from "../../domain/training/training-progress.ts";
import type { TrainingRun } from "../../domain/training/training-run.ts";
import type { TracePoint } from "./loss-trace.ts";

/** What the GPU does now, and its results: small numbers only. */
export interface LearningState {
  /** null until the worker has said which backend it uses. */
  readonly backend: BackendInfo | null;
  readonly backendProblem: Problem | null;
  readonly phase: "idle" | "starting" | "training" | "stopping" | "predicting" | "stopping-prediction";
  /** The newest run, finished or not. */
  readonly run: TrainingRun | null;
  readonly step: StepProgress | null;
  /**
   * Steps since the run was started or resumed. The first step compiles shaders, so its duration says nothing about the
   * time left.
   */
  readonly stepsSeen: number;
  /** The training loss of the run's steps that this page has seen, for the live curve. */
  readonly trace: readonly TracePoint[];
  readonly options: TrainingOptions;
  readonly predictionOptions: PredictionOptions;
  readonly prediction: { readonly done: number; readonly of: number; readonly secondsLeft: number } | null;
  /** Id of the model that predicted the stored probabilities; null when there are none. */
  readonly predictedBy: string | null;
  /** True when the stored probabilities are out of date: cells or the model changed since the last prediction. */
  readonly predictionStale: boolean;
  /** Why the last training or prediction ended early; null otherwise. */
  readonly problem: Problem | null;
}

export const idleLearning: LearningState = {
  backend: null,
  backendProblem: null,
  phase: "idle",
  run: null,
  step: null,
  stepsSeen: 0,
  trace: [],
  options: defaultTrainingOptions,
  predictionOptions: defaultPredictionOptions,
  prediction: null,
  predictedBy: null,
  predictionStale: false,
  problem: null,
};

export const useLearning = create<LearningState>()(() => idleLearning);
