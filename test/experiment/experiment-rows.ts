import {
  defaultLearningRates,
  defaultTrainingOptions,
  type TrainingOptions,
} from "../../src/domain/training/training-options.ts";

/** One row of the table: the options of a training and its labels. */
export interface ExperimentRow {
  /** Short name for `--rows`. */
  readonly name: string;
  /** Title in the table. */
  readonly title: string;
  /**
   * `tile`: every cell has the labels of its tile. `cell`: every cell has its own labels, which only a generator
   * knows.
   */
  readonly labels: "tile" | "cell";
  readonly options: TrainingOptions;
}

/** The options that all rows share. The whole table has to fit into two hours of two processors. */
const shared: TrainingOptions = {
  ...defaultTrainingOptions,
  backbone: "tiny",
  learningRate: defaultLearningRates.tiny,
  epochs: 15,
  batchSize: 32,
  microBatchSize: 32,
  objective: "inherit",
  validationShare: 0,
};

/** The lower end of the gap is the baseline. Its upper end is training on the true labels. */
export const baselineRow = "inherit";
export const truthRow = "truth";

/** A stricter upper end: true labels with the context head. */
export const contextTruthRow = "truth-in-context";

/** All rows of the table, in its order. */
export const experimentRows: readonly ExperimentRow[] = [
  { name: baselineRow, title: "`inherit`", labels: "tile", options: shared },
  {
    name: "smoothing",
    title: "`inherit`, asymmetric smoothing 0.345",
    labels: "tile",
    options: { ...shared, absentInCell: 0.345 },
  },
  {
    name: "self-training",
    title: "`self-training`, 3 folds, 1 round",
    labels: "tile",
    options: { ...shared, objective: "self-training" },
  },
  {
    name: "multiple-instance",
    title: "`multiple-instance`, log-sum-exp",
    labels: "tile",
    options: { ...shared, objective: "multiple-instance", bagPooling: "log-sum-exp" },
  },
  {
    name: "attention",
    title: "`multiple-instance`, gated attention",
    labels: "tile",
    options: { ...shared, objective: "multiple-instance", bagPooling: "attention" },
  },
  {
    name: "image-and-cell",
    title: "`image-and-cell`",
    labels: "tile",
    options: { ...shared, objective: "image-and-cell", darkByRank: false },
  },
  {
    name: "dark-by-rank",
    title: "`image-and-cell`, dark cells by rank",
    labels: "tile",
    options: { ...shared, objective: "image-and-cell", darkByRank: true },
  },
  {
    name: "no-pictures",
    title: "`image-and-cell`, dark cells by rank, without the pictures of tiles",
    labels: "tile",
    options: { ...shared, objective: "image-and-cell", darkByRank: true, tilePictures: false },
  },
  {
    name: "picture-share",
    title: "`image-and-cell`, dark cells by rank, the picture's map at the cell with a share of 0.1",
    labels: "tile",
    options: { ...shared, objective: "image-and-cell", darkByRank: true, pictureShare: 0.1 },
  },
  { name: truthRow, title: "true labels of the cells (upper end)", labels: "cell", options: shared },
  {
    name: contextTruthRow,
    title: "true labels, with the context head",
    labels: "cell",
    // The picture of a tile has the tile's labels, not those of a cell. Dark cells are labelled `Negative` already.
    options: { ...shared, objective: "image-and-cell", tilePictures: false, darkByRank: false },
  },
];
