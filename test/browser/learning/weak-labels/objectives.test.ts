import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { TilePredictions } from "../../../../src/domain/localisation/localisation.ts";
import { defaultCropOptions } from "../../../../src/domain/tile/crop-options.ts";
import {
  type BagPooling,
  defaultTrainingOptions,
  type ObjectiveName,
} from "../../../../src/domain/training/training-options.ts";
import type { EpochMetrics } from "../../../../src/domain/training/training-progress.ts";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { classifyCells } from "../../../../src/pipeline/prediction/classify-cells.ts";
import { trainClassifier } from "../../../../src/pipeline/training/train-classifier.ts";
import { never } from "../../../never.ts";
import { sampleCells, sampleClasses } from "../../../unit/learning/sample-crops.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("webgpu");
});
afterAll(() => backend.close());

const cropOptions = { ...defaultCropOptions, size: 16 };

const cases: readonly (readonly [ObjectiveName, BagPooling, number])[] = [
  ["inherit", "log-sum-exp", 1],
  ["multiple-instance", "log-sum-exp", 2],
  ["multiple-instance", "attention", 2],
  ["image-and-cell", "log-sum-exp", 2],
  ["self-training", "log-sum-exp", 1],
];

// Objectives that use the other cells of a tile look them up from the second epoch on.
it.each(cases)("%s (%s) trains %i epochs on WebGPU and predicts", async (objective, bagPooling, epochs) => {
  expect(backend.info.kind).toBe("webgpu");
  const { cells, crops } = sampleCells(8, 4, 16);
  const placed = cells.map((cell) => ({
    ...cell,
    place: { x: cell.number, y: 0, inPicture: { x: cell.number / 5, y: 0.5 } },
  }));
  const before = tf.memory().numTensors;
  const metrics: EpochMetrics[] = [];
  const options = {
    ...defaultTrainingOptions,
    backbone: "tiny",
    learningRate: 1e-2,
    objective,
    bagPooling,
    epochs,
    pictureShare: 0.1,
    selfTrainingFolds: 2,
    batchSize: 8,
    microBatchSize: 4,
    validationShare: 0.25,
  } as const;
  const { status, checkpoint } = await trainClassifier(
    {
      cells: placed,
      crops,
      cropOptions,
      classes: sampleClasses,
      options,
      backend,
      resume: null,
      runId: "run",
    },
    { saveCheckpoint: async () => undefined, signal: never, onEpoch: (epoch) => metrics.push(epoch) },
  );
  expect(status).toBe("finished");
  const last = metrics.at(-1);
  expect(last?.epoch).toBe(epochs);
  expect(last?.trainingLoss).toBeGreaterThan(0);
  expect(last?.trainingLoss).toBeLessThan(1);
  expect(last?.validationLoss).toBeGreaterThan(0);

  const predictions: TilePredictions[] = [];
  const tiles = [...new Set(placed.map((cell) => cell.tileId))].map((tileId) => ({
    tileId,
    cells: placed.filter((cell) => cell.tileId === tileId),
  }));
  const request = { model: checkpoint, tiles, crops, cropOptions, classes: sampleClasses, backend };
  const predicted = classifyCells({
    ...request,
    options: { testTimeFlips: false, borderWeight: 1 },
    signal: never,
  });
  for await (const tile of predicted) predictions.push(tile);
  const probabilities = predictions.flatMap((tile) => [...tile.probabilities]);
  expect(probabilities).toHaveLength(8 * 4 * 4);
  expect(probabilities.every((p) => p > 0 && p < 1)).toBe(true);
  expect(new Set(probabilities).size).toBeGreaterThan(50);
  expect(backend.failure()).toBeNull();
  expect(tf.memory().numTensors).toBe(before);
});
