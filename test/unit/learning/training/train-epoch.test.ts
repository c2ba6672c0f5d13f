import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cancelled } from "../../../../src/domain/cancel.ts";
import { defaultTrainingOptions, type TrainingOptions } from "../../../../src/domain/training/training-options.ts";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import type { Example } from "../../../../src/learning/batches/batches.ts";
import { openCropReader } from "../../../../src/learning/batches/crop-reader.ts";
import { processorBatchSource } from "../../../../src/learning/batches/processor-batch-source.ts";
import { predictCells } from "../../../../src/learning/inference/predict.ts";
import { type Architecture, parameterTable } from "../../../../src/learning/network/architecture.ts";
import { initialise } from "../../../../src/learning/network/initialise.ts";
import { evaluate } from "../../../../src/learning/training/evaluate.ts";
import { lossAndGradients } from "../../../../src/learning/training/loss-and-gradients.ts";
import { trainEpoch } from "../../../../src/learning/training/train-epoch.ts";
import type { Trainer } from "../../../../src/learning/training/trainer.ts";
import {
  disposeState,
  downloadState,
  type TrainingState,
  uploadState,
} from "../../../../src/learning/training/training-state.ts";
import { inheritObjective } from "../../../../src/learning/weak-labels/objective.ts";
import { never } from "../../../never.ts";
import { sampleCells } from "../sample-crops.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("cpu");
});
afterAll(() => backend.close());

const architecture: Architecture = {
  stem: { kernel: 3, stride: 2, maxPool: false },
  block: "basic",
  width: 4,
  stages: [1, 1],
  channels: 4,
  classes: 4,
};

function open(changes: Partial<TrainingOptions>, tiles = 4, cellsPerTile = 2) {
  const { cells, crops } = sampleCells(tiles, cellsPerTile, 8);
  const examples: Example[] = cells.map((cell) => ({
    ...cell,
    targets: Float32Array.from({ length: 4 }, (_, index) => (cell.labels.includes(index) ? 1 : 0)),
  }));
  const options: TrainingOptions = { ...defaultTrainingOptions, batchSize: 8, microBatchSize: 4, ...changes };
  const table = parameterTable(architecture);
  const objective = inheritObjective({
    gamma: options.focalGamma,
    smoothing: options.labelSmoothing,
    absentInCell: options.absentInCell,
    positiveWeights: [1, 1, 1, 1],
  });
  const reader = openCropReader(crops, 8, 1e6);
  const trainer: Trainer = {
    architecture,
    table,
    objective,
    options,
    source: processorBatchSource(reader),
    examples,
    bags: null,
    backend,
  };
  const state = uploadState(initialise(architecture, 1, [0.25, 0.25, 0.25, 0.25]), table, options.optimizer, 0);
  return { trainer, state, reader };
}

function inference({ source, examples }: Trainer, parameters: TrainingState["parameters"], batchSize: number) {
  return { architecture, parameters, source, examples, batchSize, backend, signal: never };
}

async function runEpoch(trainer: Trainer, start: TrainingState, epoch: number, steps: number, firstBatch = 0) {
  let state = start;
  const losses: number[] = [];
  for await (const batch of trainEpoch(trainer, state, epoch, firstBatch, steps)) {
    state = batch.state;
    losses.push(batch.loss);
  }
  return { state, losses };
}

describe("trainEpoch", () => {
  it.each(["adamw", "sgd"] as const)("keeps the number of tensors constant with %s", async (optimizer) => {
    const { trainer, state: start } = open({ optimizer, learningRate: 1e-2 }, 4, 5);
    const before = tf.memory().numTensors;
    let state = start;
    for (let epoch = 1; epoch <= 2; epoch += 1) {
      for await (const batch of trainEpoch(trainer, state, epoch, 0, 6)) {
        state = batch.state;
        expect(tf.memory().numTensors).toBe(before);
      }
    }
    disposeState(state);
    expect(tf.memory().numTensors).toBe(before - start.parameters.size - start.slots.size);
  });

  it("overfits eight crops to a loss near 0", async () => {
    const plain = { flips: false, rightAngles: false, rotation: 0, scale: 0, intensity: 0 };
    const { trainer, state: start } = open({
      learningRate: 5e-2,
      warmUp: 0,
      weightDecay: 0,
      labelSmoothing: 0,
      microBatchSize: 8,
      augmentation: plain,
    });
    let state = start;
    const losses: number[] = [];
    for (let epoch = 1; epoch <= 100; epoch += 1) {
      const done = await runEpoch(trainer, state, epoch, 100);
      state = done.state;
      losses.push(...done.losses);
    }
    console.log(`8 crops overfitted: loss ${losses[0]?.toFixed(4)} -> ${losses.at(-1)?.toExponential(2)}`);
    expect(losses.at(-1)).toBeLessThan(1e-3);
    const result = await evaluate(inference(trainer, state.parameters, 4), trainer.objective);
    const right = trainer.examples.every(({ targets }, cell) =>
      targets.every((target, index) => result!.probabilities[cell * 4 + index]! > 0.5 === target > 0),
    );
    expect(right).toBe(true);
    disposeState(state);
  });

  it("changes the weights as one batch does, whatever the micro-batch, if the batch statistics agree", async () => {
    // All cells show the same crop, so every micro-batch has the statistics of the whole batch.
    const repeated = (changes: Partial<TrainingOptions>) => {
      const opened = open({
        augmentation: { flips: false, rightAngles: false, rotation: 0, scale: 0, intensity: 0 },
        ...changes,
      });
      const first = opened.trainer.examples[0]!;
      const examples = Array.from({ length: 6 }, () => first);
      return { ...opened, trainer: { ...opened.trainer, examples } };
    };
    const whole = repeated({ batchSize: 6, microBatchSize: 6, optimizer: "sgd" });
    // With 6 = 4 + 2 cells, the second micro-batch is filled up and masked.
    const parts = repeated({ batchSize: 6, microBatchSize: 4, optimizer: "sgd" });
    const one = await runEpoch(whole.trainer, whole.state, 1, 1);
    const two = await runEpoch(parts.trainer, parts.state, 1, 1);
    expect(two.losses[0]).toBeCloseTo(one.losses[0]!, 6);
    const [expected, actual] = [await downloadState(one.state), await downloadState(two.state)];
    for (const [name, { values }] of expected) {
      if (name.includes("running")) continue;
      for (const [index, value] of values.entries()) {
        expect(actual.get(name)?.values[index], name).toBeCloseTo(value, 6);
      }
    }
    disposeState(one.state);
    disposeState(two.state);
  });

  it("keeps only the last state on the backend when a crop cannot be read in mid-batch", async () => {
    const { trainer, state: start, reader } = open({ batchSize: 8, microBatchSize: 2 }, 4, 4);
    let reads = 0;
    const read: typeof reader.read = async (cells) => {
      reads += 1;
      // This is the third micro-batch of the second batch.
      if (reads === 7) throw new Error("unreadable");
      return reader.read(cells);
    };
    const before = tf.memory().numTensors;
    let state = start;
    const epoch = async () => {
      for await (const batch of trainEpoch(
        { ...trainer, source: processorBatchSource({ ...reader, read }) },
        state,
        1,
        0,
        4,
      )) {
        state = batch.state;
      }
    };
    await expect(epoch()).rejects.toThrow("unreadable");
    expect(state.step).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
    const kept = await downloadState(state);
    expect([...kept.values()].every(({ values }) => values.every(Number.isFinite))).toBe(true);
    disposeState(state);
  });

  it("fills a last batch of one cell with other cells, so that its statistics are not those of one cell", async () => {
    const { trainer, state, reader } = open({ batchSize: 4, microBatchSize: 4 }, 1, 5);
    const asked: number[][] = [];
    const read: typeof reader.read = async (cells) => {
      asked.push(cells.map(({ number }) => number));
      return reader.read(cells);
    };
    const done = await runEpoch({ ...trainer, source: processorBatchSource({ ...reader, read }) }, state, 1, 2);
    expect(asked).toHaveLength(2);
    expect(new Set(asked[1]).size).toBe(4);
    disposeState(done.state);
  });

  it("resumes in the middle of an epoch as if it had never stopped", async () => {
    const { trainer, state } = open({ batchSize: 4, microBatchSize: 2 }, 4, 4);
    const whole = await runEpoch(trainer, state, 1, 8);
    const again = open({ batchSize: 4, microBatchSize: 2 }, 4, 4);
    let part = again.state;
    for await (const batch of trainEpoch(again.trainer, part, 1, 0, 8)) {
      part = batch.state;
      if (part.step === 2) break;
    }
    const saved = await downloadState(part);
    disposeState(part);
    const restored = uploadState(saved, again.trainer.table, "adamw", 2);
    const rest = await runEpoch(again.trainer, restored, 1, 8, 2);
    expect(rest.losses).toEqual(whole.losses.slice(2));
    disposeState(whole.state);
    disposeState(rest.state);
  });
});

describe("lossAndGradients", () => {
  it("has the gradients of finite differences in the stem, through the whole network", async () => {
    const { trainer, state } = open({});
    const { parameters } = state;
    const values = Float32Array.from({ length: 2 * 256 }, (_, index) => 0.5 + 0.5 * Math.sin(index * 1.3));
    const input = () => tf.tensor4d(values, [2, 8, 8, 4]);
    const batch = { input, targets: Float32Array.of(1, 0, 0, 1, 0, 1, 0, 0), mask: Float32Array.of(1, 1), count: 2 };
    // The head must get nonzero features, and every block must be more than the identity.
    const changed = new Map(
      [...parameters].map(([name, tensor]) => [name, name.endsWith("bn2.weight") ? tf.onesLike(tensor) : tensor]),
    ).set("fc.weight", tf.randomNormal([8, 4], 0, 0.5, "float32", 3));
    const lossAt = async (change: number, index: number) => {
      const stem = changed.get("conv1.weight")!;
      const values = (await stem.data()).slice();
      values[index]! += change;
      const moved = new Map(changed).set("conv1.weight", tf.tensor(values, stem.shape));
      const { loss, statistics } = lossAndGradients(trainer, moved, batch, 2);
      for (const { mean, variance } of statistics.values()) tf.dispose([mean, variance]);
      return (await loss.data())[0]!;
    };
    const { gradients } = lossAndGradients(trainer, changed, batch, 2);
    const gradient = (await gradients.get("conv1.weight")?.data()) as Float32Array;
    const scale = Math.max(...gradient.map(Math.abs));
    for (const index of [0, 17, 50, 77, 101, 143]) {
      const difference = ((await lossAt(2e-3, index)) - (await lossAt(-2e-3, index))) / 4e-3;
      expect(Math.abs(difference - gradient[index]!), `weight ${index}`).toBeLessThan(0.02 * scale);
    }
  });
});

describe("predictCells", () => {
  it("averages over flips, so that a flipped crop gets the same probabilities", async () => {
    const { trainer, state, reader } = open({});
    const parameters = new Map(state.parameters).set("fc.weight", tf.randomNormal([8, 4], 0, 1, "float32", 5));
    const mirrored = {
      inputSize: 8,
      read: async (cells: Parameters<typeof reader.read>[0]) =>
        (await reader.read(cells)).map((crop) => {
          const turned = new Uint8Array(crop.length);
          for (let pixel = 0; pixel < 64; pixel += 1) {
            const opposite = (Math.floor(pixel / 8) + 1) * 8 - 1 - (pixel % 8);
            turned.set(crop.subarray(opposite * 4, opposite * 4 + 4), pixel * 4);
          }
          return turned;
        }),
    };
    const predict = async (crops: typeof reader, flips: boolean) =>
      await predictCells({ ...inference(trainer, parameters, 3), source: processorBatchSource(crops) }, flips);
    const flipped = await predict(mirrored, true);
    for (const [index, value] of (await predict(reader, true)).entries()) {
      expect(flipped[index]).toBeCloseTo(value, 5);
    }
    const plain = await predict(reader, false);
    const unlike = (await predict(mirrored, false)).some((value, index) => Math.abs(value - plain[index]!) > 1e-4);
    expect(unlike).toBe(true);
  });

  it("does not depend on the batch size, and stops when it is cancelled", async () => {
    const { trainer, state } = open({});
    const run = (size: number) => inference(trainer, state.parameters, size);
    const [one, five] = [await predictCells(run(1), false), await predictCells(run(5), false)];
    for (const [index, value] of one.entries()) expect(five[index]).toBeCloseTo(value, 6);
    expect(one).toHaveLength(32);
    const signal = AbortSignal.abort(cancelled("Prediction"));
    await expect(predictCells({ ...run(3), signal }, false)).rejects.toMatchObject({ name: "Cancelled" });
    expect(await predictCells({ ...run(3), examples: [] }, false)).toEqual(new Float32Array(0));
  });
});
