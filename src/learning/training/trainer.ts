import type { TrainingOptions } from "../../domain/training/training-options.ts";
import type { Backend } from "../backend/backend.ts";
import type { BatchSource } from "../batches/batch-source.ts";
import type { Example } from "../batches/batches.ts";
import type { Bags } from "../batches/cell-bags.ts";
import type { SyntheticHelper } from "../batches/synthetic-cells.ts";
import type { Architecture, ParameterEntry } from "../network/architecture.ts";
import type { FrozenLayers } from "../network/resnet.ts";
import type { Objective } from "../weak-labels/objective.ts";

/** Everything that stays the same while one training runs. */
export interface Trainer {
  readonly architecture: Architecture;
  readonly table: readonly ParameterEntry[];
  readonly frozen?: FrozenLayers;
  readonly objective: Objective;
  /** `[classes]`, the same weights that the objective uses. When absent, each weight is 1. */
  readonly positiveWeights?: readonly number[];
  readonly options: TrainingOptions;
  readonly source: BatchSource;
  readonly examples: readonly Example[];
  /** The cells of each tile. null for objectives that use one cell at a time. */
  readonly bags: Bags | null;
  /** When absent, there are none. */
  readonly helpers?: readonly SyntheticHelper[];
  readonly backend: Backend;
}

/** The number of batches, and so of weight updates, in one epoch. */
export function batchesPerEpoch(examples: number, batchSize: number): number {
  return Math.ceil(examples / batchSize);
}
