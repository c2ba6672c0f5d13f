import type { ModelManifest } from "./model-manifest.ts";
import type { ModelChoice, TrainingRun } from "./training-run.ts";

/** All runs in storage, and the model that predicts. */
export interface RunList {
  /** Oldest first. Models that were imported from files are among them. */
  readonly runs: readonly TrainingRun[];
  /** The run and checkpoint that predict; null when there is no usable model. */
  readonly predictor: ModelChoice | null;
  /** The manifest of the model that predicts; null when there is none. */
  readonly model: ModelManifest | null;
}
