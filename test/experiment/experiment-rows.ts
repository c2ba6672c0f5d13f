import {
  defaultLearningRates,
  defaultTrainingOptions,
  type TrainingOptions,
} from "../../src/domain/training/training-options.ts";

/** One row of the table: what is trained, and on which labels. */
export interface ExperimentRow {
  /** Short name, as `--rows` takes it. */
  readonly name: string;
  /** As the table says it. */
  readonly title: string;
  /** `tile`: every cell has its tile's labels; `cell`: its own, which only a generator knows. */
  readonly labels: "tile" | "cell";
  readonly options: TrainingOptions;
}

/** What all rows share. The whole table is to fit into two hours of two processors. */
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

/** The lower end of the gap, and its upper end: training on the true labels. */
export const baselineRow = "inherit";
export const truthRow = "truth";

/** A stricter upper end: true labels with the head that looks at a tile's other cells. */
export const contextTruthRow = "truth-in-context";

/** The long ones first, so that two processes end at about the same time. */
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
    // The picture of a tile has its tile's labels and not a cell's, and dark cells are labelled as such.
    options: { ...shared, objective: "image-and-cell", tilePictures: false, darkByRank: false },
  },
];
