import type { Problem } from "../errors.ts";
import type { BackendInfo } from "./backend-info.ts";
import type { TrainingOptions } from "./training-options.ts";
import type { EpochMetrics } from "./training-progress.ts";

/**
 * The state of a run. `stopped`: the user stopped it, or the page was closed meanwhile. `imported`: not a run of this
 * browser, but a model that came as a file.
 */
export type RunStatus = "running" | "stopped" | "finished" | "failed" | "imported";

/** What is known of a checkpoint's file in storage. */
export interface StoredCheckpoint {
  /** Id of the model in the checkpoint (`ModelManifest.id`). It names the file. */
  readonly id: string;
  /** Finished epochs. */
  readonly epoch: number;
  /** Weight updates since the start of the run. */
  readonly step: number;
  /** Size of the file in bytes. */
  readonly bytes: number;
  /** ISO 8601. */
  readonly savedAt: string;
}

/** The two checkpoints that are kept of a run. Both may be the same file. */
export interface RunCheckpoints {
  /** The checkpoint after the best epoch (see `bestEpoch`); null before the first epoch has finished. */
  readonly best: StoredCheckpoint | null;
  /** The newest checkpoint; null when its file is missing. */
  readonly last: StoredCheckpoint | null;
}

/** The run and checkpoint that predict. */
export interface ModelChoice {
  /** Id of the run. */
  readonly run: string;
  readonly checkpoint: keyof RunCheckpoints;
}

/** The record of one training run, as it is kept in storage. */
export interface TrainingRun {
  readonly id: string;
  /** When the run was started or the model imported, ISO 8601. */
  readonly startedAt: string;
  readonly status: RunStatus;
  readonly options: TrainingOptions;
  /** The device that the run computes on. */
  readonly backend: BackendInfo;
  /** Figures of the finished epochs, first to last. */
  readonly epochs: readonly EpochMetrics[];
  /** Names of the tiles that the run learns from. */
  readonly trainingTiles: readonly string[];
  /** Names of the tiles that are held back for validation. */
  readonly validationTiles: readonly string[];
  /** What ended the run early; null otherwise. */
  readonly problem: Problem | null;
  /** A problem that did not end the run: its last checkpoint could not be written. Null otherwise. */
  readonly warning: Problem | null;
  readonly checkpoints: RunCheckpoints;
  /** The user's notes about the run; "" when there are none. */
  readonly notes: string;
}
