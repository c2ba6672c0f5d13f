import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemError, problemFrom } from "../../../../src/domain/errors.ts";
import { defaultCropOptions } from "../../../../src/domain/tile/crop-options.ts";
import { bestEpoch } from "../../../../src/domain/training/best-epoch.ts";
import type { Checkpoint } from "../../../../src/domain/training/checkpoint.ts";
import { defaultTrainingOptions, type TrainingOptions } from "../../../../src/domain/training/training-options.ts";
import type { EpochMetrics, StepProgress } from "../../../../src/domain/training/training-progress.ts";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { trainClassifier } from "../../../../src/pipeline/training/train-classifier.ts";
import type { TrainClassifierRequest } from "../../../../src/pipeline/training/training-request.ts";
import { never } from "../../../never.ts";
import { sampleCells, sampleClasses } from "../../learning/sample-crops.ts";
import { recordTraining } from "./record-training.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("cpu");
});
afterAll(() => backend.close());

const size = 12;
const cropOptions = { ...defaultCropOptions, size };
const options: TrainingOptions = {
  ...defaultTrainingOptions,
  backbone: "tiny",
  epochs: 2,
  batchSize: 8,
  microBatchSize: 4,
  learningRate: 5e-3,
};

function request(changes: Partial<TrainClassifierRequest> = {}): TrainClassifierRequest {
  const { cells, crops } = sampleCells(8, 3, size);
  return {
    cells,
    crops,
    cropOptions,
    classes: sampleClasses,
    options,
    backend,
    resume: null,
    runId: "run-1",
    fingerprint: "f00d",
    ...changes,
  };
}

function train(changes: Partial<TrainClassifierRequest> = {}, stopAfter?: number) {
  return recordTraining(request(changes), stopAfter);
}

const curveOf = (steps: readonly StepProgress[]) => steps.map(({ loss }) => loss);
const figuresOf = (epochs: readonly EpochMetrics[]) =>
  epochs.map(({ epoch, trainingLoss, validationLoss, meanAveragePrecision, classes, learningRate }) => ({
    epoch,
    trainingLoss,
    validationLoss,
    meanAveragePrecision,
    classes,
    learningRate,
  }));

async function problemOf(work: Promise<unknown>) {
  return work.then(
    () => null,
    (error: unknown) => problemFrom(error, "test"),
  );
}

describe("trainClassifier", () => {
  it("chooses an automatic micro-batch before the run begins, and keeps it when the run is resumed", async () => {
    const automatic = { ...options, batchSize: 12, microBatchSize: 0 };
    const { saved } = await train({ options: automatic }, 1);
    // There is no GPU memory to try out here, so it is the largest divisor up to 8.
    expect(saved.map(({ manifest }) => manifest.options.microBatchSize)).toEqual([6, 6]);
    const stopped = saved[1]!;
    const chosen = { ...stopped.manifest, options: { ...stopped.manifest.options, microBatchSize: 4 } };
    const resumed = await train({ resume: { ...stopped, manifest: chosen } }, 1);
    expect(resumed.outcome.checkpoint.manifest.options.microBatchSize).toBe(4);
  });

  it("reports every step and epoch, saves at the start and after each epoch, and splits by tile", async () => {
    const tensorsBefore = tf.memory().numTensors;
    const { outcome, steps, epochs, saved } = await train();
    expect(tf.memory().numTensors).toBe(tensorsBefore);
    expect(outcome.status).toBe("finished");
    // Two of eight tiles are held back. There are two epochs with 18 cells in batches of 8.
    expect(steps.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(steps.every(({ steps: all, secondsLeft }) => all === 6 && secondsLeft >= 0)).toBe(true);
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2]);
    expect(saved.map(({ manifest }) => manifest.epoch)).toEqual([0, 1, 2]);
    const { progress, manifest } = saved.at(-1)!;
    expect(outcome.checkpoint).toBe(saved.at(-1));
    expect(progress).toMatchObject({ batch: 0, step: 6, lossSum: 0, cells: 0 });
    expect(progress.epochs).toEqual(epochs);
    expect(progress.validationTiles).toHaveLength(2);
    const tiles = [...progress.trainingTiles, ...progress.validationTiles].sort();
    expect(tiles).toEqual(Array.from({ length: 8 }, (_, index) => `tile-${index}`));
    expect(manifest).toMatchObject({
      format: "cytotope-model-1",
      id: "run-1-6",
      run: "run-1",
      step: 6,
      inputSize: size,
      channels: ["red", "green", "blue", "yellow"],
      classes: sampleClasses,
      crop: cropOptions,
      provenance: {
        versions: { "tensorflow.js": expect.any(String) },
        backend: { kind: "cpu" },
        fingerprint: "f00d",
        validationTiles: progress.validationTiles,
      },
      metrics: epochs.at(-1),
    });
    expect(saved.map(({ manifest }) => manifest.id)).toEqual(["run-1-0", "run-1-3", "run-1-6"]);
    for (const { trainingLoss, validationLoss, meanAveragePrecision, classes } of epochs) {
      expect(trainingLoss).toBeGreaterThan(0);
      expect(validationLoss).toBeGreaterThan(0);
      expect(classes).toHaveLength(4);
      expect(classes.filter(({ positives }) => positives === 3)).toHaveLength(2);
      expect(meanAveragePrecision).toBeGreaterThan(0);
    }
  });

  it("gives the same curve for the same seed in any order of the cells, and another for another seed", async () => {
    const first = await train();
    const turned = await train({ cells: [...request().cells].reverse() });
    expect(curveOf(turned.steps)).toEqual(curveOf(first.steps));
    expect(figuresOf(turned.epochs)).toEqual(figuresOf(first.epochs));
    const other = await train({ options: { ...options, seed: 2 } });
    expect(curveOf(other.steps)).not.toEqual(curveOf(first.steps));
  });

  it.each([
    ["in the middle of an epoch", 4],
    ["at the end of an epoch", 3],
  ])("gives the curve of an uninterrupted run when it is stopped %s and resumed", async (_where, stopAfter) => {
    const whole = await train();
    const begun = await train({}, stopAfter);
    expect(begun.outcome.status).toBe("stopped");
    expect(begun.steps).toHaveLength(stopAfter);
    // The clone stands for the checkpoint that storage returns.
    const resume = structuredClone(begun.outcome.checkpoint);
    // A resumed run uses the options that it began with.
    const rest = await train({ resume, options: { ...options, seed: 9, learningRate: 1 } });
    expect(rest.outcome.status).toBe("finished");
    const curve = curveOf([...begun.steps, ...rest.steps]);
    for (const [index, loss] of curveOf(whole.steps).entries())
      expect(Math.abs(curve[index]! - loss)).toBeLessThan(1e-5);
    expect(curve).toHaveLength(6);
    expect(figuresOf(rest.outcome.checkpoint.progress.epochs)).toEqual(figuresOf(whole.epochs));
  });

  it("puts the last epoch's figures and calibration into the manifest, and keeps them after a later stop", async () => {
    const { saved, epochs } = await train({}, 4);
    expect(saved.map(({ manifest }) => manifest.evaluation?.epoch)).toEqual([undefined, 1, 1]);
    const [start, first, stopped] = saved.map(({ manifest }) => manifest);
    expect(start?.calibration).toBeNull();
    expect(stopped?.evaluation).toBe(first?.evaluation);
    expect(first?.calibration?.temperatures).toHaveLength(4);
    expect(first?.calibration?.thresholds).toEqual(first?.evaluation?.classes.map(({ threshold }) => threshold));
    expect(first?.evaluation).toMatchObject({ cells: 6, tiles: 2, heldBackBy: "tile", bootstrap: { clusters: 2 } });
    epochs[0]?.classes.forEach(({ positives, averagePrecision }, index) => {
      const figures = first?.evaluation?.classes[index];
      expect(figures?.positives).toBe(positives);
      // Calibration does not change the ranking within a class. Negative is also blended with the other classes.
      if (index !== sampleClasses.negative) {
        expect(figures?.averagePrecision?.value ?? null).toBe(averagePrecision);
      }
    });
    // A run that is resumed, and stopped before its next epoch ends, still has them.
    const resume = structuredClone(saved.at(-1)!);
    const again = await train({ resume }, 1);
    expect(again.outcome.checkpoint.manifest.evaluation).toEqual(first?.evaluation);
  });

  it("gives the curve and network of an uninterrupted run when resumed from a timed checkpoint", async () => {
    const whole = await train();
    // A checkpoint is due after every batch.
    const timed = await train({ options: { ...options, checkpointMinutes: 1e-9 } });
    expect(curveOf(timed.steps)).toEqual(curveOf(whole.steps));
    expect(timed.saved.map(({ progress }) => progress.batch)).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0]);
    for (const place of [2, 3, 6]) {
      const resume = structuredClone(timed.saved[place]!);
      const rest = await train({ resume });
      const curve = curveOf(rest.steps);
      expect(curve).toHaveLength(6 - resume.progress.step);
      const worst = Math.max(
        0,
        ...curve.map((loss, index) => Math.abs(loss - curveOf(whole.steps)[resume.progress.step + index]!)),
      );
      expect(worst).toBeLessThanOrEqual(1e-5);
      expect(figuresOf(rest.outcome.checkpoint.progress.epochs)).toEqual(figuresOf(whole.epochs));
      // These are the weights, the running statistics and the optimiser's slots.
      for (const [name, { values }] of whole.outcome.checkpoint.tensors) {
        expect(rest.outcome.checkpoint.tensors.get(name)?.values, name).toEqual(values);
      }
    }
  });

  it("ends early when validation gets no better, unless early stopping is off", async () => {
    // With almost no learning rate, later epochs are hardly better than the first.
    const still = { ...options, epochs: 9, learningRate: 1e-6, warmUp: 0, optimizer: "sgd" as const };
    const early = await train({ options: { ...still, earlyStopping: 2 } });
    expect(early.outcome.status).toBe("finished");
    const { epochs } = early.outcome.checkpoint.progress;
    expect(epochs.length).toBeLessThan(9);
    expect((epochs.at(-1)?.epoch ?? 0) - (bestEpoch(epochs)?.epoch ?? 0)).toBe(2);
    const patient = await train({ options: { ...still, epochs: 4, earlyStopping: 0 } });
    expect(patient.epochs).toHaveLength(4);
  });

  it("learns to rank the patterns of unseen tiles nearly perfectly", async () => {
    const longer = { ...options, epochs: 16, learningRate: 1e-2, focalGamma: 2 };
    const { epochs } = await train({ options: longer });
    const best = epochs.at(-1)?.meanAveragePrecision ?? 0;
    console.log(`tiny at ${size} px, 16 epochs of 18 cells: validation mAP ${best.toFixed(3)}`);
    expect(best).toBeGreaterThan(0.9);
    expect(epochs.at(-1)?.trainingLoss).toBeLessThan((epochs[0]?.trainingLoss as number) * 0.6);
  });

  it("trains on all tiles and gives no validation figures when nothing can be held back", async () => {
    const { cells, crops } = sampleCells(2, 3, size);
    const { outcome, epochs } = await train({ cells, crops, options: { ...options, epochs: 1 } });
    expect(outcome.checkpoint.progress.validationTiles).toEqual([]);
    expect(epochs[0]).toMatchObject({ validationLoss: null, meanAveragePrecision: null, classes: [] });
  });

  it("ends with Diverged when the loss is not a number, and saves no broken checkpoint", async () => {
    const saved: Checkpoint[] = [];
    const problem = await problemOf(
      trainClassifier(
        request({ options: { ...options, optimizer: "sgd", learningRate: 1e30, warmUp: 0, epochs: 5 } }),
        {
          saveCheckpoint: async (checkpoint) => {
            saved.push(checkpoint);
          },
          signal: never,
        },
      ),
    );
    expect(problem).toMatchObject({
      tag: "Diverged",
      remedy: "Start a new run with a lower learning rate than 1e+30.",
    });
    expect(saved.length).toBeGreaterThan(0);
    for (const { tensors } of saved) {
      for (const { values } of tensors.values()) expect(values.every(Number.isFinite)).toBe(true);
    }
  });

  it("passes on the problem of storage when a checkpoint cannot be saved", async () => {
    const full = { tag: "QuotaExceeded", subject: "Storage", message: "It is full.", remedy: "Make room." } as const;
    const callbacks = { saveCheckpoint: () => Promise.reject(problemError(full)), signal: never };
    expect(await problemOf(trainClassifier(request(), callbacks))).toEqual(full);
  });

  it.each([
    ["no cells", { cells: [] }, "There are no cells to learn from."],
    [
      "no labels",
      { cells: request().cells.map((cell) => ({ ...cell, labels: [] })) },
      "None of the tiles with cells has a label.",
    ],
    ["no classes", { classes: { names: [], negative: null } }, "The class list is empty."],
    ["no epochs", { options: { ...options, epochs: 0 } }, "The run is set to zero epochs."],
  ])("says that there is nothing to learn with %s", async (_name, changes, message) => {
    expect(await problemOf(train(changes))).toMatchObject({ tag: "NothingToLearn", message });
  });

  it("does not resume on crops that were made with other options", async () => {
    const { outcome } = await train({}, 1);
    const changes = { resume: outcome.checkpoint, cropOptions: { ...cropOptions, neighbours: "mask" as const } };
    expect(await problemOf(train(changes))).toMatchObject({ tag: "ModelMismatch" });
  });
});
