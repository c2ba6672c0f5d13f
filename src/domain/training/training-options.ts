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
