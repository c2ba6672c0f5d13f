import type { Calibration, EvaluationReport } from "../localisation/evaluation.ts";
import type { ClassList } from "../localisation/localisation.ts";
import type { CropOptions } from "../tile/crop-options.ts";
import type { BackendInfo } from "./backend-info.ts";
import type { BackbonePreset, TrainingOptions } from "./training-options.ts";
import type { EpochMetrics } from "./training-progress.ts";
import type { UsedWeights } from "./weights-source.ts";

/** What a model was made with and from: with its seed and options, all that making it again needs. */
export interface Provenance {
  /** By the name of the software. */
  readonly versions: Readonly<Record<string, string>>;
  /** null when it was not told. */
  readonly backend: BackendInfo | null;
  /** Of the cells it was trained and validated on: see `dataFingerprint`; null when they did not come from storage. */
  readonly fingerprint: string | null;
  readonly trainingTiles: readonly string[];
  readonly validationTiles: readonly string[];
}

/** What a model's file says about itself: all that prediction needs to treat new data like the training data. */
export interface ModelManifest {
  readonly format: "cytotope-model-1";
  /** Of these weights: two checkpoints of a run have different ones. Fit for a file's name. */
  readonly id: string;
  /** The run that made it. */
  readonly run: string;
  /** Of the run; ISO 8601. */
  readonly createdAt: string;
  readonly backbone: BackbonePreset;
  /** Side of the network's input in px; crops are box-averaged down to it. */
  readonly inputSize: number;
  readonly channels: readonly string[];
  readonly classes: ClassList;
  readonly crop: CropOptions;
  /** How a sample becomes the network's input: `inputNormalisation`, or another version's. */
  readonly normalisation: string;
  readonly options: TrainingOptions;
  /** Epochs finished, and weight updates in all. */
  readonly epoch: number;
  readonly step: number;
  readonly provenance: Provenance;
  readonly metrics: EpochMetrics | null;
  /** Fitted on the validation cells; absent or null when nothing was held back, and in models of earlier versions. */
  readonly calibration?: Calibration | null;
  /** Figures of the last finished epoch, see `calibration`. */
  readonly evaluation?: EvaluationReport | null;
  /** Absent when the run started from weights drawn by its seed. */
  readonly startingWeights?: UsedWeights;
}
