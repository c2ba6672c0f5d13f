import { hpaClasses } from "../../src/domain/localisation/localisation.ts";
import { defaultCropOptions } from "../../src/domain/tile/crop-options.ts";
import { meanAveragePrecision } from "../../src/evaluation/class-metrics.ts";
import type { Backend } from "../../src/learning/backend/backend.ts";
import { trainClassifier } from "../../src/pipeline/training/train-classifier.ts";
import { never } from "../never.ts";
import type { ExperimentData } from "./experiment-data.ts";
import type { ExperimentRow } from "./experiment-rows.ts";
import { judgeModel } from "./judge-model.ts";

/** What one row gave with one seed. */
export interface RowResult {
  readonly row: string;
  readonly seed: number;
  /** Mean of the classes' average precisions over the cells of the test tiles, against what these cells really show. */
  readonly meanAveragePrecision: number;
  /** By class; null without positives. */
  readonly averagePrecision: readonly (number | null)[];
  readonly trainingCells: number;
  readonly testCells: number;
  /** Training and prediction by the clock. */
  readonly seconds: number;
  /** The same as time of the processor, which other work on the machine hardly changes. */
  readonly processorSeconds: number;
  readonly backend: string;
  /** ISO 8601. */
  readonly finishedAt: string;
}

/** Seconds of the processor since `start`. */
function processorSeconds(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

/** Trains a row's classifier as the page does, predicts the cells of the test tiles as the page does, and holds them against truth. */
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
