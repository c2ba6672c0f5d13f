import type { ModelManifest } from "./model-manifest.ts";
import type { ModelChoice, TrainingRun } from "./training-run.ts";

/** The runs there are, and which of their models predicts. */
export interface RunList {
  /** Oldest first; models that came as files among them. */
  readonly runs: readonly TrainingRun[];
  /** Whose model predicts; null when there is none. */
  readonly predictor: ModelChoice | null;
  /** Of that model. */
  readonly model: ModelManifest | null;
}
