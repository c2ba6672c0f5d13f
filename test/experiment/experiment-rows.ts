import { defaultLearningRates, defaultTrainingOptions, type TrainingOptions } from "../../src/domain/training.ts";

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
  validationShare: 0,
};

/** The lower end of the gap, and its upper end: training on the true labels. */
export const baselineRow = "inherit";
export const truthRow = "truth";

/** The long ones first, so that two processes end at about the same time. */
export const experimentRows: readonly ExperimentRow[] = [
  { name: baselineRow, title: "`inherit`", labels: "tile", options: shared },
  { name: truthRow, title: "true labels of the cells (upper end)", labels: "cell", options: shared },
];
