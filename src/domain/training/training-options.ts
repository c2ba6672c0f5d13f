/**
 * The residual networks that can be trained. `tiny` is for tests and slow machines. `resnet50v1` is the ResNet-50 of
 * Keras, so that weights from Keras fit.
 */
export const backbonePresets = ["tiny", "resnet18", "resnet34", "resnet50", "resnet50v1"] as const;
export type BackbonePreset = (typeof backbonePresets)[number];

/**
 * Which weights keep their starting values. `nothing`: all weights are learnt. `all-but-last-stage`: only the last
 * stage and the heads are learnt. `backbone`: only the heads are learnt.
 */
export const freezeChoices = ["nothing", "all-but-last-stage", "backbone"] as const;
export type Freeze = (typeof freezeChoices)[number];

/**
 * How a network learns from weak labels, which belong to tiles instead of cells. `inherit`: every cell takes its
 * tile's labels. `multiple-instance`: the labels are compared with a pooled prediction of the tile's cells.
 * `image-and-cell`: like `inherit`, but it also learns from pictures of whole tiles and from a cell's neighbours.
 * `self-training`: networks that learnt from other tiles predict soft labels for each cell, and a last network
 * learns from these. See docs/learning.md.
 */
export const objectives = ["inherit", "multiple-instance", "image-and-cell", "self-training"] as const;
export type ObjectiveName = (typeof objectives)[number];

/** How the logits of a tile's cells are pooled into one prediction for the tile. */
export const bagPoolings = ["log-sum-exp", "attention"] as const;
export type BagPooling = (typeof bagPoolings)[number];

/**
 * All options of a training run. They are written into the model's manifest. `trainingOptionRanges` holds the same
 * ranges as data.
 */
export interface TrainingOptions {
  /** The network to train. */
  readonly backbone: BackbonePreset;
  /** How many times each training cell is seen, 1..1000. */
  readonly epochs: number;
  /** Number of cells for each weight update, 1..1024. */
  readonly batchSize: number;
  /**
   * Number of cells that are on the GPU at once, a divisor of `batchSize`. The gradients of the micro-batches are
   * summed to those of one batch. 0 means as many as the GPU holds: a probe finds that number when the run begins.
   * The run then keeps it, because batch normalisation depends on it.
   */
  readonly microBatchSize: number;
  readonly optimizer: "adamw" | "sgd";
  /** Peak of the learning rate schedule, 1e-6..1. After the warm-up, half a cosine leads down to 1 % of the peak. */
  readonly learningRate: number;
  /** Share of all steps in which the learning rate rises to its peak, 0..1. */
  readonly warmUp: number;
  /** Factor of the weight decay, 0..1: decoupled with AdamW, part of the gradient with SGD. 0 means none. */
  readonly weightDecay: number;
  /** Focusing exponent of the focal loss, 0..5; 0 is binary cross-entropy. */
  readonly focalGamma: number;
  /** Targets of 0 and 1 become `labelSmoothing / 2` and `1 - labelSmoothing / 2`, 0..0.5. */
  readonly labelSmoothing: number;
  /**
   * The assumed probability that a cell does not show a label of its tile, 0..0.6. The target of such a label is
   * multiplied by `1 - absentInCell` before it is smoothed.
   */
  readonly absentInCell: number;
  /** True gives the cells of rare classes more weight: the square root of the inverse frequency, at most 10. */
  readonly classWeighting: boolean;
  readonly objective: ObjectiveName;
  /** Used by `multiple-instance` only. */
  readonly bagPooling: BagPooling;
  /**
   * Used by `multiple-instance` only. Share of the loss that compares each cell's own logits with its tile's
   * labels, 0..1. The rest of the loss compares the pooled logits with them.
   */
  readonly cellTermShare: number;
  /** Used by `image-and-cell` only. Share of the tile's other cells in a cell's final probability, 0.05..0.7. */
  readonly contextShare: number;
  /**
   * Used by `image-and-cell` only. Share of the tile's picture in a cell's final probability, 0..0.3. The picture
   * is read at the place of the cell.
   */
  readonly pictureShare: number;
  /**
   * Used by `image-and-cell` only. True adds a picture of each whole training tile to the examples. The tile's
   * labels are right for its picture, whereas they are a guess for each cell.
   */
  readonly tilePictures: boolean;
  /**
   * Used by `image-and-cell` only. True teaches the cells that show their tile's labels least to be negative. The
   * cells of a tile are ranked for each of its labels, and the lowest `1 - expressionRate` of them count as not
   * showing the label. A cell that shows none of the labels learns the negative class, as a soft target.
   */
  readonly darkByRank: boolean;
  /**
   * Used by `self-training` only. Number of folds that the training tiles are dealt into, 2..10. The cells of each
   * fold are predicted by a network that learnt from the other folds.
   */
  readonly selfTrainingFolds: number;
  /** Used by `self-training` only. How many times the cells get new soft labels, 1..5. */
  readonly selfTrainingRounds: number;
  /**
   * Used by `self-training`, and by `image-and-cell` with `darkByRank`. The assumed probability that a cell shows a
   * label of its tile, 0.05..0.95.
   */
  readonly expressionRate: number;
  readonly augmentation: AugmentationOptions;
  /**
   * Id of the weights to start from (`StartingWeights.id`), whose network must be `backbone`. Null means that the
   * seed draws the weights.
   */
  readonly initialWeights: string | null;
  /** Frozen weights have no gradient, decay, update or optimiser slots. The heads are never frozen. */
  readonly freeze: Freeze;
  /**
   * True normalises with the running statistics and does not update them, as a torch network does in training after
   * `BatchNorm2d.eval()`. Scales and shifts are still learnt unless `freeze` covers them.
   */
  readonly freezeBatchNorm: boolean;
  readonly syntheticHelpers: SyntheticHelperOptions;
  /**
   * Share of the labelled tiles that is held back for validation, 0..0.5. All cells of a tile are on the same side.
   */
  readonly validationShare: number;
  /** Minutes between checkpoints inside an epoch, 0..1440; 0 means none. There is always one after each epoch. */
  readonly checkpointMinutes: number;
  /**
   * The run ends after this many epochs without a better validation figure, 0..1000; 0 means
   * that it never ends early.
   */
  readonly earlyStopping: number;
  /** Seed of the initial weights, the split, the shuffle and the augmentation, 0..999,999. */
  readonly seed: number;
}

/** Random changes to each training crop. Each number is the largest change, and 0 or false means no change. */
export interface AugmentationOptions {
  /** Mirrors the crop left to right and top to bottom, each for half of the crops. */
  readonly flips: boolean;
  /** Turns the crop by a random multiple of 90 degrees. */
  readonly rightAngles: boolean;
  /** Turns the crop by up to this many degrees either way, 0..180. */
  readonly rotation: number;
  /** Zooms the crop by a factor between `1 - scale` and `1 + scale`, 0..0.5. */
  readonly scale: number;
  /**
   * Multiplies the intensity of each channel by a factor between `1 - intensity` and `1 + intensity`, 0..0.5. Keep it
   * small, because the protein's channel is changed too.
   */
  readonly intensity: number;
}

/**
 * Synthetic training cells: cells whose green channel (the protein) is replaced, so that their class is known. Each
 * number is the share of the training cells that is changed in this way, 0..0.2; 0 means none.
 */
export interface SyntheticHelperOptions {
  /** Dims green. The cell shows no protein, and its only class is `Negative`. */
  readonly negative: number;
  /** Copies red into green. The cell's only class is `Microtubules`. */
  readonly microtubules: number;
  /** Copies yellow into green. The cell's only class is `Endoplasmic reticulum`. */
  readonly reticulum: number;
}

/**
 * The default peak learning rate of each network. 1e-3 is torch's default for AdamW. `tiny` is an eighth as wide as
 * ResNet-18 and hardly learns at that rate. This was measured on sample tiles: ten epochs on 30 tiles, then the mean
 * average precision on ten other tiles against what their cells really show, where chance gives 0.11. The focal loss
 * gave 0.16 at 1e-3, 0.24 at 5e-3 and 0.29 at 1e-2. Cross-entropy gave 0.34 at 1e-2 and 0.36 at 2e-2.
 */
export const defaultLearningRates: Readonly<Record<BackbonePreset, number>> = {
  tiny: 2e-2,
  resnet18: 1e-3,
  resnet34: 1e-3,
  resnet50: 1e-3,
  resnet50v1: 1e-3,
};

/** The options of a new run. Each comment says why the value was chosen. */
export const defaultTrainingOptions: TrainingOptions = {
  backbone: "resnet18",
  /** Gives a first result within minutes on a GPU. Loss and precision still improve with more epochs. */
  epochs: 10,
  /** The usual size for fine-tuning, and the largest at which an epoch of a few tiles still has several steps. */
  batchSize: 32,
  /** A probe of the GPU finds a better size than any table could give. */
  microBatchSize: 0,
  /** AdamW needs little tuning (Loshchilov and Hutter 2019). */
  optimizer: "adamw",
  learningRate: defaultLearningRates.resnet18,
  /** One epoch of the ten. Goyal et al. 2017 take 5 of 90. */
  warmUp: 0.1,
  /** torch's default for AdamW. */
  weightDecay: 1e-2,
  /**
   * 0 is plain cross-entropy. A focal loss puts weight on the cells that do not show their tile's label, and the
   * best HPA solutions used it last or not at all. Measured as above at a learning rate of 1e-2, means of two
   * seeds: 0.34 at gamma 0, 0.30 at 1 and 0.29 at 2.
   */
  focalGamma: 0,
  /** Half of the 0.1 of Szegedy et al. 2016, because class weights already raise the rare classes. */
  labelSmoothing: 0.05,
  /**
   * Off. The probability measured on HPA data over all classes is 0.345. It varies from 0.13
   * to 0.93 between classes.
   */
  absentInCell: 0,
  /** On, because the classes of HPA have from 34 to 10,000 images. */
  classWeighting: true,
  /** The best objective on the sample generator, see the table in docs/learning.md. */
  objective: "image-and-cell",
  bagPooling: "log-sum-exp",
  cellTermShare: 0.5,
  /** Gives a third each to the cell itself, to the other cells' own probabilities and to the context head. */
  contextShare: 0.66,
  /**
   * Off. In the experiment's small pictures a cell is two pixels wide, and the pictures know less than the cells do
   * (docs/learning.md).
   */
  pictureShare: 0,
  tilePictures: true,
  /**
   * Off. It finds more dark cells, but it begins in an epoch in which the ranks are still poor (docs/learning.md).
   */
  darkByRank: false,
  selfTrainingFolds: 3,
  selfTrainingRounds: 1,
  /** Measured over all classes on 5,090 cells of HPA tiles that were labelled by hand. */
  expressionRate: 0.655,
  /**
   * Cells have no upper side, so mirrors and turns cost nothing. The other changes are small, because size and
   * brightness distinguish classes.
   */
  augmentation: { flips: true, rightAngles: true, rotation: 15, scale: 0.1, intensity: 0.1 },
  initialWeights: null,
  /** Freezing weights that were drawn at random is of no use. */
  freeze: "nothing",
  freezeBatchNorm: false,
  /**
   * Off. Synthetic cells help a class that has few cells, but the network also learns what a
   * synthetic cell looks like.
   */
  syntheticHelpers: { negative: 0, microtubules: 0, reticulum: 0 },
  /** One part in five, as in fivefold cross-validation. */
  validationShare: 0.2,
  /** The most that a crash may cost. Writing ResNet-18 with its optimiser (134 MB) takes about a second. */
  checkpointMinutes: 5,
  /** Off, because the schedule's last small steps are often its best. */
  earlyStopping: 0,
  seed: 1,
};
