import type { Problem } from "../errors.ts";
import type { BackendInfo } from "./backend-info.ts";
import type { TrainingOptions } from "./training-options.ts";
import type { EpochMetrics } from "./training-progress.ts";

/** `imported`: no run of this browser, but a model that came as a file. */
export type RunStatus = "running" | "stopped" | "finished" | "failed" | "imported";

/** A checkpoint in storage. */
export interface StoredCheckpoint {
  /** Of the model in it (`ModelManifest.id`); names its file. */
  readonly id: string;
  /** Finished epochs, and weight updates in all. */
  readonly epoch: number;
  readonly step: number;
  /** Of its file. */
  readonly bytes: number;
  /** ISO 8601. */
  readonly savedAt: string;
}

/** `best` is the one after the best epoch (see `bestEpoch`), null before the first has ended; the two may be one file. */
export interface RunCheckpoints {
  readonly best: StoredCheckpoint | null;
  readonly last: StoredCheckpoint | null;
}

/** Whose model predicts. */
export interface ModelChoice {
  /** Id of the run. */
  readonly run: string;
  readonly checkpoint: keyof RunCheckpoints;
}

/** One training run as it is kept in storage. */
export interface TrainingRun {
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly status: RunStatus;
  readonly options: TrainingOptions;
  readonly backend: BackendInfo;
  readonly epochs: readonly EpochMetrics[];
  readonly trainingTiles: readonly string[];
  readonly validationTiles: readonly string[];
  /** What ended it early. */
  readonly problem: Problem | null;
  /** What went wrong without ending it: its last checkpoint could not be written. */
  readonly warning: Problem | null;
  readonly checkpoints: RunCheckpoints;
  /** The user's own words about it. */
  readonly notes: string;
}
