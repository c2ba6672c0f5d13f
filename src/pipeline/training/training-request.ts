import type { ClassList } from "../../domain/localisation/localisation.ts";
import type { CropOptions, CropSource } from "../../domain/tile/crop-options.ts";
import type { Checkpoint, NamedTensors } from "../../domain/training/checkpoint.ts";
import type { StartingWeights } from "../../domain/training/starting-weights.ts";
import type { TrainingOptions } from "../../domain/training/training-options.ts";
import type { Backend } from "../../learning/backend/backend.ts";
import type { LabelledCell } from "./training-data.ts";

/** Weights to start from, with their record. */
export interface LoadedWeights {
  readonly record: StartingWeights;
  readonly tensors: NamedTensors;
}

/** What one run trains on, and how. Ids and fingerprint end up in the manifest of its models. */
export interface TrainClassifierRequest {
  /** Cells of labelled tiles. */
  readonly cells: readonly LabelledCell[];
  readonly crops: CropSource;
  readonly cropOptions: CropOptions;
  readonly classes: ClassList;
  /** A resumed run ignores these and keeps its own options. */
  readonly options: TrainingOptions;
  readonly backend: Backend;
  readonly resume: Checkpoint | null;
  /** The weights that `options.initialWeights` names. A resumed run does not need them. */
  readonly startingWeights?: LoadedWeights | null;
  readonly runId: string;
  /** Made by `dataFingerprint`; left out when the cells do not come from storage. */
  readonly fingerprint?: string;
}
