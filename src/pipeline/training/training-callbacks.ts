import type { Checkpoint } from "../../domain/training/checkpoint.ts";
import type { EpochMetrics, StepProgress } from "../../domain/training/training-progress.ts";
import type { TrainingData } from "./training-data.ts";

export interface TrainClassifierCallbacks {
  /** Called once, before the first batch, with the training tiles and the validation tiles. */
  readonly onSplit?: (split: Pick<TrainingData, "trainingTiles" | "validationTiles">) => void;
  readonly onStep?: (progress: StepProgress) => void;
  readonly onEpoch?: (metrics: EpochMetrics) => void;
  /**
   * Called before the first batch, every `checkpointMinutes`, after each epoch and on stopping. Training waits for
   * it.
   */
  readonly saveCheckpoint: (checkpoint: Checkpoint) => Promise<void>;
  /**
   * Read after each batch. A run that is cancelled does not reject: its outcome is `stopped`, and what it has learnt
   * is saved.
   */
  readonly signal: AbortSignal;
}

export interface TrainingOutcome {
  readonly status: "finished" | "stopped";
  readonly checkpoint: Checkpoint;
}
