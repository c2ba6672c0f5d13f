import type { Checkpoint } from "../../domain/training/checkpoint.ts";
import type { EpochMetrics, StepProgress } from "../../domain/training/training-progress.ts";
import type { TrainingData } from "./training-data.ts";

export interface TrainClassifierCallbacks {
  /** Once, before the first batch: which tiles are learnt from and which are held back. */
  readonly onSplit?: (split: Pick<TrainingData, "trainingTiles" | "validationTiles">) => void;
  readonly onStep?: (progress: StepProgress) => void;
  readonly onEpoch?: (metrics: EpochMetrics) => void;
  /** Before the first batch, every `checkpointMinutes`, after each epoch and when stopped; training waits for it. */
  readonly saveCheckpoint: (checkpoint: Checkpoint) => Promise<void>;
  /** Read after each batch. */
  readonly shouldStop: () => boolean;
}

export interface TrainingOutcome {
  readonly status: "finished" | "stopped";
  readonly checkpoint: Checkpoint;
}
