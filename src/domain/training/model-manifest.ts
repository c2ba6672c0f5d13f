import type { Calibration, EvaluationReport } from "../localisation/evaluation.ts";
import type { ClassList } from "../localisation/localisation.ts";
import type { CropOptions } from "../tile/crop-options.ts";
import type { BackendInfo } from "./backend-info.ts";
import type { BackbonePreset, TrainingOptions } from "./training-options.ts";
import type { EpochMetrics } from "./training-progress.ts";
import type { UsedWeights } from "./weights-source.ts";

/**
 * The software, the device and the data that a model was made with. Together with the run's options and seed, this
 * is all that is needed to make the model again.
 */
export interface Provenance {
  /** Versions, keyed by the name of the software. */
  readonly versions: Readonly<Record<string, string>>;
  /** The device that trained the model; null when it is not known. */
  readonly backend: BackendInfo | null;
  /**
   * Digest of the cells that the model was trained and validated on (see `dataFingerprint`); null when they did not
   * come from storage.
   */
  readonly fingerprint: string | null;
  /** Names of the tiles that the model learnt from. */
  readonly trainingTiles: readonly string[];
  /** Names of the tiles that were held back for validation. */
  readonly validationTiles: readonly string[];
}

/**
 * The description inside a model's file. It holds all that prediction needs to treat new
 * data like the training data.
 */
export interface ModelManifest {
  readonly format: "cytotope-model-1";
  /** Names these weights: two checkpoints of a run have different ids. It can be used in a file's name. */
  readonly id: string;
  /** Id of the run that made the model. */
  readonly run: string;
  /** When the run was started, ISO 8601. */
  readonly createdAt: string;
  readonly backbone: BackbonePreset;
  /** Side of the network's square input in px. Larger crops are box-averaged down to it. */
  readonly inputSize: number;
  /** Names of the input's channels, in order. */
  readonly channels: readonly string[];
  readonly classes: ClassList;
  /** How the crops were made that the model was trained on. */
  readonly crop: CropOptions;
  /** How a sample becomes the network's input: `inputNormalisation`, or that of another version. */
  readonly normalisation: string;
  /** The options of the run. */
  readonly options: TrainingOptions;
  /** Finished epochs. */
  readonly epoch: number;
  /** Weight updates since the start of the run. */
  readonly step: number;
  readonly provenance: Provenance;
  /** Figures of the last finished epoch; null before the first one has finished. */
  readonly metrics: EpochMetrics | null;
  /**
   * Temperatures and thresholds, fitted on the validation cells after the last finished epoch. Absent or null when
   * no tile was held back, before the first epoch has finished, and in models of earlier versions.
   */
  readonly calibration?: Calibration | null;
  /** Evaluation of the last finished epoch. Absent or null in the same cases as `calibration`. */
  readonly evaluation?: EvaluationReport | null;
  /** The weights that the run started from. Absent when the seed drew them. */
  readonly startingWeights?: UsedWeights;
}
