import { hpaClasses } from "../../src/domain/localisation/localisation.ts";
import { defaultCropOptions } from "../../src/domain/tile/crop-options.ts";
import { meanAveragePrecision } from "../../src/evaluation/class-metrics.ts";
import type { Backend } from "../../src/learning/backend/backend.ts";
import { trainClassifier } from "../../src/pipeline/training/train-classifier.ts";
import { never } from "../never.ts";
import type { ExperimentData } from "./experiment-data.ts";
import type { ExperimentRow } from "./experiment-rows.ts";
import { judgeModel } from "./judge-model.ts";

/** The result of one row with one seed. */
export interface RowResult {
  readonly row: string;
  readonly seed: number;
  /** Mean average precision of the classes on the cells of the test tiles, against their true labels. */
  readonly meanAveragePrecision: number;
  /** By class. null for a class without positives. */
  readonly averagePrecision: readonly (number | null)[];
  readonly trainingCells: number;
  readonly testCells: number;
  /** Wall-clock time of training and prediction. */
  readonly seconds: number;
  /** Processor time of training and prediction, which other work on the machine hardly changes. */
  readonly processorSeconds: number;
  readonly backend: string;
  /** ISO 8601. */
  readonly finishedAt: string;
}

/** Processor seconds since `start`. */
function processorSeconds(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/**
 * Trains a row's classifier and predicts the cells of the test tiles, both as the page does, and compares the
 * predictions with the true labels.
 */
export async function measureRow(
  row: ExperimentRow,
  seed: number,
  data: ExperimentData,
  backend: Backend,
): Promise<RowResult> {
  const started = performance.now();
  const processor = process.cpuUsage();
  const cropOptions = { ...defaultCropOptions, size: data.crops.size };
  const cells = row.labels === "tile" ? data.training : data.training.map((cell) => ({ ...cell, labels: cell.truth }));
  const options = { ...row.options, seed };
  const { checkpoint } = await trainClassifier(
    {
      cells,
      crops: data.crops,
      cropOptions,
      classes: hpaClasses,
      options,
      backend,
      resume: null,
      runId: `${row.name}-${seed}`,
    },
    { saveCheckpoint: async () => undefined, signal: never },
  );
  const figures = await judgeModel(checkpoint, data.test, data.crops, backend);
  return {
    row: row.name,
    seed,
    meanAveragePrecision: meanAveragePrecision(figures) ?? Number.NaN,
    averagePrecision: figures.map(({ averagePrecision }) => averagePrecision),
    trainingCells: data.training.length,
    testCells: data.test.length,
    seconds: (performance.now() - started) / 1000,
    processorSeconds: processorSeconds(processor),
    backend: [backend.info.kind, backend.info.adapter].filter(Boolean).join(", "),
    finishedAt: new Date().toISOString(),
  };
}
