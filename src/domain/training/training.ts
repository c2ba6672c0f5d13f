import type { Problem } from "../errors.ts";
import type { Calibration, EvaluationReport } from "../localisation/evaluation.ts";
import type { ClassList } from "../localisation/localisation.ts";
import type { CropOptions } from "../tile/crop-options.ts";
import type { UsedWeights } from "./weights-source.ts";

/** Residual networks that can be trained. `tiny` is for tests and weak machines; `resnet50v1` is the one that Keras has weights of. */
export const backbonePresets = ["tiny", "resnet18", "resnet34", "resnet50", "resnet50v1"] as const;
export type BackbonePreset = (typeof backbonePresets)[number];

/** Which weights stay as they were at the start, from the first to the last but the head: nothing, all but the last stage, all. */
export const freezeChoices = ["nothing", "all-but-last-stage", "backbone"] as const;
export type Freeze = (typeof freezeChoices)[number];

/** How a network is taught by labels that belong to tiles, not to cells. */
export const objectives = ["inherit", "multiple-instance", "image-and-cell", "self-training"] as const;
export type ObjectiveName = (typeof objectives)[number];

/** How the cells of a tile are pooled into one prediction that its labels are held against. */
export const bagPoolings = ["log-sum-exp", "attention"] as const;
export type BagPooling = (typeof bagPoolings)[number];

/** How the loss counts and how the weights move. Every option of a run; written into the model's manifest. */
export interface TrainingOptions {
  readonly backbone: BackbonePreset;
  /** Times each training cell is seen. */
  readonly epochs: number;
  /** Cells a weight update. */
  readonly batchSize: number;
  /**
   * Cells on the GPU at once; gradients of micro-batches are summed up to one batch. Divides `batchSize`. 0: as many as the
   * GPU holds, found when the run begins; the run keeps the figure, as batch normalisation depends on it.
   */
  readonly microBatchSize: number;
  readonly optimizer: "adamw" | "sgd";
  /** Peak of the schedule: warm-up, then half a cosine down to 1 % of it. */
  readonly learningRate: number;
  /** Share of all steps spent warming up, 0..1. */
  readonly warmUp: number;
  readonly weightDecay: number;
  /** Focusing exponent of the focal loss; 0 is binary cross-entropy. */
  readonly focalGamma: number;
  /** Targets become `smoothing / 2` and `1 - smoothing / 2`, 0..1. */
  readonly labelSmoothing: number;
  /** How likely a cell is thought to lack a label that its tile has, 0..0.6: its target is lowered by that before it is smoothed. */
  readonly absentInCell: number;
  /** Weigh the positives of rare classes up (square root of the inverse frequency, at most 10). */
  readonly classWeighting: boolean;
  readonly objective: ObjectiveName;
  /** Of `multiple-instance`. */
  readonly bagPooling: BagPooling;
  /** Of `multiple-instance`: share of the loss that holds each cell's own logits against its tile's labels, 0..1. */
  readonly cellTermShare: number;
  /** Of `image-and-cell`: share of the tile's other cells in the final probability, 0.05..0.7. */
  readonly contextShare: number;
  /** Of `image-and-cell`: share of the tile's picture, where it shows the cell, in the final probability, 0..0.3. */
  readonly pictureShare: number;
  /** Of `image-and-cell`: learn from the picture of each whole tile as well, whose labels are right. */
  readonly tilePictures: boolean;
  /**
   * Of `image-and-cell`: cells in which their tile's labels are seen least of all learn that they show nothing, as many as
   * `expressionRate` leaves.
   */
  readonly darkByRank: boolean;
  /** Of `self-training`: parts the training tiles are dealt into; each is predicted by a network that learnt from the others. 2..10. */
  readonly selfTrainingFolds: number;
  /** Of `self-training`: times the cells are labelled anew, 1..5. */
  readonly selfTrainingRounds: number;
  /** Of `self-training`, and of `image-and-cell` with `darkByRank`: how likely a cell shows a label of its tile, 0.05..0.95. */
  readonly expressionRate: number;
  readonly augmentation: AugmentationOptions;
  /** The id of the weights to start from; null draws them by the seed. They decide the backbone. */
  readonly initialWeights: string | null;
  /** Frozen weights have no gradient, no decay, no update and no optimiser slots; the head is always learnt. */
  readonly freeze: Freeze;
  /**
   * Normalise by the running statistics and leave them as they are, as torch's `BatchNorm2d.eval()` does in training; scales and
   * shifts are still learnt where `freeze` lets them.
   */
  readonly freezeBatchNorm: boolean;
  readonly syntheticHelpers: SyntheticHelperOptions;
  /** Share of labelled TILES held back for validation, 0..0.5. Cells of one tile never sit on both sides. */
  readonly validationShare: number;
  /** Minutes between checkpoints inside an epoch, beside the one after each epoch; 0 writes none in between. */
  readonly checkpointMinutes: number;
  /** The run ends after so many epochs in a row without a better validation figure; 0 never does. */
  readonly earlyStopping: number;
  /** Seeds the initial weights, the split, the shuffle and the augmentation. */
  readonly seed: number;
}

/** Random changes to each training crop; off means never, amounts are the widest change. */
export interface AugmentationOptions {
  readonly flips: boolean;
  readonly rightAngles: boolean;
  /** Free rotation up to this many degrees either way, 0..180. */
  readonly rotation: number;
  /** Zoom between 1 - scale and 1 + scale, 0..0.5. */
  readonly scale: number;
  /** Each channel's intensity times 1 - intensity to 1 + intensity, 0..0.5; the protein's too, so keep it mild. */
  readonly intensity: number;
}

/** Training cells made into ones of a known class by replacing their green channel: shares of the cells seen, 0..0.2 each, 0 is never. */
export interface SyntheticHelperOptions {
  /** Green dimmed: shows no protein, `Negative` alone. */
  readonly negative: number;
  /** Red as green: `Microtubules` alone. */
  readonly microtubules: number;
  /** Yellow as green: `Endoplasmic reticulum` alone. */
  readonly reticulum: number;
}

/**
 * Each network's peak learning rate. 1e-3 is torch's for AdamW. `tiny`, an eighth as wide as ResNet-18, hardly moves with it. Measured
 * on sample tiles, as mean average precision on ten tiles not learnt from, against what their cells really show, after ten epochs on
 * 30 others (by chance 0.11): with the focal loss 0.16 at 1e-3, 0.24 at 5e-3, 0.29 at 1e-2; with cross-entropy 0.34 at 1e-2, 0.36 at 2e-2.
 */
export const defaultLearningRates: Readonly<Record<BackbonePreset, number>> = {
  tiny: 2e-2,
  resnet18: 1e-3,
  resnet34: 1e-3,
  resnet50: 1e-3,
  resnet50v1: 1e-3,
};

export const defaultTrainingOptions: TrainingOptions = {
  backbone: "resnet18",
  /** A first result within minutes on a GPU; loss and precision still improve with more. */
  epochs: 10,
  /** The customary one for fine-tuning, and the largest at which an epoch of a few tiles still has several steps. */
  batchSize: 32,
  /** A GPU says better than any table how much it holds. */
  microBatchSize: 0,
  /** Needs little tuning (Loshchilov and Hutter 2019). */
  optimizer: "adamw",
  learningRate: defaultLearningRates.resnet18,
  /** One epoch of the ten; Goyal et al. 2017 take 5 of 90. */
  warmUp: 0.1,
  /** torch's for AdamW. */
  weightDecay: 1e-2,
  /**
   * Plain cross-entropy: a focal loss chases the cells that do not show their tile's label, and the best HPA solutions took it last if at
   * all. Measured as above at 1e-2, means of two seeds: 0.34 at 0, 0.30 at 1, 0.29 at 2.
   */
  focalGamma: 0,
  /** Half of Szegedy et al. 2016's 0.1, as class weights already draw the rare ones up. */
  labelSmoothing: 0.05,
  /** Off. On HPA data 0.345 is the measured chance, over all classes; it varies from 0.13 to 0.93 between them. */
  absentInCell: 0,
  /** HPA's classes run from 34 to 10,000 images. */
  classWeighting: true,
  /** The best of the objectives on the sample generator, by the table in docs/learning.md. */
  objective: "image-and-cell",
  bagPooling: "log-sum-exp",
  cellTermShare: 0.5,
  /** The cell itself, the others' own probabilities and what the second head makes of them, a third each. */
  contextShare: 0.66,
  /** Off: in the experiment's small pictures a cell is two pixels wide, and they know less than the cells do (docs/learning.md). */
  pictureShare: 0,
  tilePictures: true,
  /** Off: it finds more dark cells, but from an epoch on in which the ranks are still poor (docs/learning.md). */
  darkByRank: false,
  selfTrainingFolds: 3,
  selfTrainingRounds: 1,
  /** Measured on 5,090 cells of HPA tiles that were labelled by hand, over all classes. */
  expressionRate: 0.655,
  /** Cells have no upper side, so mirrors and turns are free; the rest is mild, as size and brightness tell classes apart. */
  augmentation: { flips: true, rightAngles: true, rotation: 15, scale: 0.1, intensity: 0.1 },
  initialWeights: null,
  /** Fresh weights are of no use frozen. */
  freeze: "nothing",
  freezeBatchNorm: false,
  /** Off: they help a class that has few cells, and teach what a made cell looks like as well. */
  syntheticHelpers: { negative: 0, microtubules: 0, reticulum: 0 },
  /** One part in five, as in fivefold cross-validation. */
  validationShare: 0.2,
  /** What a crash may cost at most; writing ResNet-18 with its optimiser (134 MB) takes about a second. */
  checkpointMinutes: 5,
  /** Off: the schedule's last, small steps are often its best. */
  earlyStopping: 0,
  seed: 1,
};

/** A trial of one of our kernels on this GPU against what computes the same without it, as a rule tfjs's operations. */
export interface KernelTrial {
  /** What it computes, for instance "batch normalisation". */
  readonly kernel: string;
  /** Whether ours is used. */
  readonly own: boolean;
  /** Null when ours failed or answered wrongly. */
  readonly ownMilliseconds: number | null;
  readonly stockMilliseconds: number;
}

/** Where tensors live. */
export interface BackendInfo {
  readonly kind: "webgpu" | "webgl" | "cpu";
  /** Adapter as the browser names it, for instance "NVIDIA Ampere"; "" when it does not say. */
  readonly adapter: string;
  /** A software adapter: correct, but slow. */
  readonly software: boolean;
  /** Why no better backend was taken; null when this is the best one. */
  readonly fallbackReason: string | null;
  /** On WebGPU; older records have none. */
  readonly kernels?: readonly KernelTrial[];
}

/** Validation figures of one class; null where they are not defined (no positives, nothing predicted). */
export interface ClassMetrics {
  readonly positives: number;
  readonly averagePrecision: number | null;
  /** At threshold 0.5. */
  readonly f1: number | null;
}

/** What one epoch gave. Validation figures are null when no tile is held back. */
export interface EpochMetrics {
  /** 1-based. */
  readonly epoch: number;
  readonly trainingLoss: number;
  readonly validationLoss: number | null;
  /** Mean of the defined average precisions. */
  readonly meanAveragePrecision: number | null;
  readonly classes: readonly ClassMetrics[];
  readonly learningRate: number;
  readonly cellsPerSecond: number;
  /** Median over the epoch's steps. */
  readonly stepSeconds: number;
  readonly seconds: number;
}

/** One training of several that make up a run, as `self-training` has them. */
export interface TrainingPhase {
  readonly kind: "fold" | "final";
  /** 1-based, of `folds`. In the final phase as in the last one before it, and so is `round`. */
  readonly fold: number;
  readonly folds: number;
  readonly round: number;
  readonly rounds: number;
  /** Steps done in this phase and steps of this phase. */
  readonly step: number;
  readonly steps: number;
}

/** Progress inside an epoch. */
export interface StepProgress {
  /** Left out where the run is one training. `epoch` is then the phase's, `step` and `secondsLeft` are the whole run's. */
  readonly phase?: TrainingPhase;
  readonly epoch: number;
  readonly epochs: number;
  /** Steps done in this run and steps in all, over all epochs. */
  readonly step: number;
  readonly steps: number;
  readonly loss: number;
  readonly cellsPerSecond: number;
  readonly secondsLeft: number;
}

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

/** Numbers with a shape, off the GPU: row-major float32. */
export interface NamedTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * A network's numbers by torchvision's names and in torch's layout: `conv1.weight` is `[out, in, height, width]`,
 * `fc.weight` `[out, in]`, `bn1.weight`, `bn1.bias`, `bn1.running_mean` and `bn1.running_var` `[channels]`. A checkpoint adds the
 * optimiser's slots, for instance `optimizer.exp_avg/conv1.weight`.
 */
export type NamedTensors = ReadonlyMap<string, NamedTensor>;

/**
 * Where a run stands. Randomness needs no entry: every stream follows from the seed, the epoch and the cell. Nor does the sampler
 * beyond `batch`: the epoch's order follows from the same.
 */
export interface RunProgress {
  /** Batches done of the epoch in hand; 0 after a finished epoch. */
  readonly batch: number;
  /** Weight updates in all. */
  readonly step: number;
  /** Of the epoch in hand so far: the loss summed over its cells, how many cells, and how many seconds. */
  readonly lossSum: number;
  readonly cells: number;
  readonly seconds: number;
  /** Finished epochs, first to last. */
  readonly epochs: readonly EpochMetrics[];
  readonly trainingTiles: readonly string[];
  readonly validationTiles: readonly string[];
  /**
   * Of `self-training`: which of its trainings is in hand, 0-based, and that one's finished epochs. All counts above are that one's; only
   * `epochs` stays empty before the last, as a network that has learnt from part of the tiles is not what the run is for.
   */
  readonly selfTraining?: { readonly phase: number; readonly epochs: readonly EpochMetrics[] };
}

/** All that is needed to go on with a run, or to predict: plain data, without a tensor. */
export interface Checkpoint {
  readonly manifest: ModelManifest;
  readonly tensors: NamedTensors;
  readonly progress: RunProgress;
}

/** A trained network as prediction takes it; a checkpoint is one. */
export type Model = Pick<Checkpoint, "manifest" | "tensors">;
