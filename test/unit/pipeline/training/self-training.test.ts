import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemFrom } from "../../../../src/domain/errors.ts";
import { defaultCropOptions } from "../../../../src/domain/tile/crop-options.ts";
import type { Checkpoint } from "../../../../src/domain/training/checkpoint.ts";
import { defaultTrainingOptions, type TrainingOptions } from "../../../../src/domain/training/training-options.ts";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { decodeCheckpoint, encodeCheckpoint, encodeModel } from "../../../../src/pipeline/models/model-file.ts";
import type { TrainClassifierRequest } from "../../../../src/pipeline/training/training-request.ts";
import { sampleCells, sampleClasses } from "../../learning/sample-crops.ts";
import { recordTraining } from "./record-training.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("cpu");
});
afterAll(() => backend.close());

const size = 8;
const options: TrainingOptions = {
  ...defaultTrainingOptions,
  backbone: "tiny",
  objective: "self-training",
  selfTrainingFolds: 2,
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
    cropOptions: { ...defaultCropOptions, size },
    classes: sampleClasses,
    options,
    backend,
    resume: null,
    runId: "run-1",
    ...changes,
  };
}

function train(changes: Partial<TrainClassifierRequest> = {}, stopAfter?: number) {
  return recordTraining(request(changes), stopAfter);
}

type Training = Awaited<ReturnType<typeof train>>;
/** Returns the losses of each training of a run. */
function curvesOf({ steps }: Training): number[][] {
  const curves = new Map<string, number[]>();
  for (const { phase, loss } of steps) {
    const name = phase?.kind === "final" ? "final" : `${phase?.round} ${phase?.fold}`;
    curves.set(name, [...(curves.get(name) ?? []), loss]);
  }
  return [...curves.values()];
}

const read = ({ tensors }: Checkpoint, name: string) => tensors.get(`selfTraining.${name}`)?.values as Float32Array;

/** Returns the same crops, but black ones for some tiles. */
function blackened(tiles: readonly string[]): TrainClassifierRequest["crops"] {
  const { crops } = request();
  return {
    size,
    read: async (tile, numbers) => {
      const pixels = await crops.read(tile, numbers);
      return tiles.includes(tile) ? new Uint8Array(pixels.length) : pixels;
    },
  };
}

describe("self-training", () => {
  let whole: Training;
  beforeAll(async () => {
    whole = await train();
  });

  it("trains fold by fold and then on all training tiles, and reports where it is", async () => {
    const before = tf.memory().numTensors;
    const { outcome, steps, epochs } = await train();
    expect(tf.memory().numTensors).toBe(before);
    // Two of eight tiles are held back, which leaves 18 cells. Each fold learns from 9 of them in two epochs of two
    // batches. The last training has two epochs of three batches.
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 14 }, (_, index) => index + 1));
    expect(steps.every((step) => step.steps === 14 && step.secondsLeft >= 0)).toBe(true);
    expect(
      steps.map(({ phase }) => `${phase?.kind} ${phase?.fold}/${phase?.folds} ${phase?.step}/${phase?.steps}`),
    ).toEqual([
      ...[1, 2, 3, 4].map((step) => `fold 1/2 ${step}/4`),
      ...[1, 2, 3, 4].map((step) => `fold 2/2 ${step}/4`),
      ...[1, 2, 3, 4, 5, 6].map((step) => `final 2/2 ${step}/6`),
    ]);
    expect(steps[0]?.secondsLeft).toBeGreaterThan(steps[12]?.secondsLeft as number);
    expect(epochs.map(({ epoch, classes }) => [epoch, classes.length])).toEqual([
      [1, 4],
      [2, 4],
    ]);
    expect(outcome.status).toBe("finished");
    expect(outcome.checkpoint.manifest).toMatchObject({ epoch: 2, options, metrics: epochs[1] });
    expect(outcome.checkpoint.progress.epochs).toEqual(epochs);
  });

  it("counts no epochs in the checkpoints before the last training", () => {
    const phases = whole.saved.map(({ progress }) => progress.selfTraining?.phase);
    expect(phases).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
    expect(whole.saved.map(({ manifest }) => manifest.epoch)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 2]);
    expect(whole.saved.map(({ progress }) => progress.epochs.length)).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 2]);
  });

  it("learns in the last training from soft labels, which are 0 for classes that the tile does not have", () => {
    const first = read(whole.saved[0]!, "targets");
    const last = read(whole.outcome.checkpoint, "targets");
    expect(new Set(first)).toEqual(new Set([0, 1]));
    const soft = last.filter((value) => value > 0 && value < 1);
    expect(soft.length).toBeGreaterThan(9);
    for (const [index, value] of last.entries()) {
      if (index % 4 !== 3 && first[index] === 0) expect(value).toBe(0);
    }
    expect(read(whole.saved[3]!, "outOfFold").filter(Number.isNaN).length).toBeGreaterThanOrEqual(36);
  });

  it("does not learn from the tiles of a fold before it predicts them, and never from validation tiles", async () => {
    const { trainingTiles, validationTiles } = whole.outcome.checkpoint.progress;
    const [fold1, fold2, final] = curvesOf(whole);
    const held = curvesOf(await train({ crops: blackened(trainingTiles.slice(0, 1)) }));
    expect([held[0], held[1]].map((curve, index) => curve?.join() === [fold1, fold2][index]?.join()).sort()).toEqual([
      false,
      true,
    ]);
    expect(held[2]).not.toEqual(final);
    expect(curvesOf(await train({ crops: blackened(validationTiles) }))).toEqual(curvesOf(whole));
  });

  it.each([
    ["in the first fold", 1],
    ["at the end of a fold", 4],
    ["in the second fold", 7],
    ["at the end of the folds", 8],
    ["in the last training", 11],
  ])("gives the curve of an uninterrupted run when it is stopped %s and resumed", async (_where, stopAfter) => {
    const begun = await train({}, stopAfter);
    expect(begun.outcome.status).toBe("stopped");
    expect(begun.steps).toHaveLength(stopAfter);
    const resume = decodeCheckpoint(encodeCheckpoint(begun.outcome.checkpoint), "test");
    const rest = await train({ resume, options: { ...options, objective: "inherit", seed: 9 } });
    expect(rest.outcome.status).toBe("finished");
    const curve = [...begun.steps, ...rest.steps].map(({ loss }) => loss);
    expect(curve).toHaveLength(14);
    for (const [index, { loss }] of whole.steps.entries()) {
      expect(Math.abs(curve[index]! - loss)).toBeLessThan(1e-5);
    }
    expect(rest.steps[0]?.step).toBe(stopAfter + 1);
    expect(rest.outcome.checkpoint.progress.epochs.map(({ meanAveragePrecision }) => meanAveragePrecision)).toEqual(
      whole.epochs.map(({ meanAveragePrecision }) => meanAveragePrecision),
    );
    expect(read(rest.outcome.checkpoint, "targets")).toEqual(read(whole.outcome.checkpoint, "targets"));
  });

  it("computes new labels in every round", async () => {
    const { steps, saved } = await train({ options: { ...options, epochs: 1, selfTrainingRounds: 2 } });
    expect(steps.map(({ phase }) => `${phase?.round}/${phase?.rounds} ${phase?.kind} ${phase?.fold}`)).toEqual([
      ...["1/2 fold 1", "1/2 fold 1", "1/2 fold 2", "1/2 fold 2"],
      ...["2/2 fold 1", "2/2 fold 1", "2/2 fold 2", "2/2 fold 2"],
      ...["2/2 final 2", "2/2 final 2", "2/2 final 2"],
    ]);
    const targets = [0, 4, 8].map((index) => read(saved[index]!, "targets"));
    expect(targets[1]).not.toEqual(targets[0]);
    expect(targets[2]).not.toEqual(targets[1]);
  });

  it("leaves its own tensors out of an exported model", () => {
    const text = new TextDecoder("latin1").decode(encodeModel(whole.outcome.checkpoint).subarray(0, 20_000));
    expect(text).toContain("fc.weight");
    expect(text).not.toContain("selfTraining.");
  });

  it("needs two proteins, and refuses to resume on other cells", async () => {
    const protein = { kind: "gene", name: "one" } as const;
    const cells = request().cells.map((cell) => ({ ...cell, protein }));
    const alone = await train({ cells }).catch((error: unknown) => problemFrom(error, "test"));
    expect(alone).toMatchObject({ tag: "NothingToLearn", message: expect.stringContaining("two training tiles") });
    const { outcome } = await train({}, 2);
    const fewer = request().cells.filter(({ number }) => number < 3);
    const refused = await train({ cells: fewer, resume: outcome.checkpoint }).catch((error: unknown) =>
      problemFrom(error, "test"),
    );
    expect(refused).toMatchObject({ tag: "ModelMismatch" });
  });
});
