import "@tensorflow/tfjs-core/dist/register_all_gradients";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { gatherBags } from "../../../../src/learning/batches/cell-bags.ts";
import { architectureFor } from "../../../../src/learning/network/architecture.ts";
import { type CellMemory, openMemory, remember } from "../../../../src/learning/weak-labels/cell-memory.ts";
import {
  attentionPooling,
  logSumExpPooling,
  multipleInstanceObjective,
} from "../../../../src/learning/weak-labels/multiple-instance.ts";
import {
  disposeOthers,
  type LookUp,
  lookUpOthers,
  type OtherCells,
} from "../../../../src/learning/weak-labels/other-cells.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("cpu");
});
afterAll(() => backend.close());

const classes = 2;
/** Two tiles: cells 0, 1, 2 and cells 3, 4. */
const bags = gatherBags(["a", "a", "a", "b", "b"].map((tileId) => ({ tileId })));
const logits = [0.5, -1, 2, 0.25, -3, 1, 0, 1, -0.5, 0.75];
const scores = [0.1, -0.4, 0.9, 0.3, -0.2, 0.6, 0, 0, 0.5, -0.5];

function memoryOf(seen: readonly number[]): CellMemory {
  const memory = openMemory(architectureFor("tiny", 4, classes, { contextShare: 0, attention: true }), 5);
  const rows = (values: readonly number[]) =>
    Float32Array.from(seen.flatMap((cell) => values.slice(cell * classes, (cell + 1) * classes)));
  const outcomes = { features: new Float32Array(0), logits: rows(logits), scores: rows(scores) };
  remember(memory, seen, seen.length, outcomes);
  return memory;
}

function lookUp(memory: CellMemory, indices: readonly number[], pooling: LookUp["pooling"]): OtherCells {
  return lookUpOthers(memory, bags, { indices, count: indices.length }, { pooling });
}

const row = (values: readonly number[], cell: number) => values.slice(cell * classes, (cell + 1) * classes);
const tensorOf = (values: readonly number[], cells: readonly number[]) =>
  tf.tensor2d(
    cells.flatMap((cell) => row(values, cell)),
    [cells.length, classes],
  );

async function expectClose(tensor: tf.Tensor, expected: readonly number[]) {
  const values = [...(await tensor.data())];
  expect(values).toHaveLength(expected.length);
  values.forEach((value, index) => {
    expect(value).toBeCloseTo(expected[index]!, 5);
  });
}

describe("pooling with the memory", () => {
  it("is the log-mean-exp over the whole bag, from each cell of the bag", async () => {
    const others = lookUp(memoryOf([0, 1, 2, 3, 4]), [0, 2, 4], { kind: "log-sum-exp", exponent: 1 });
    const pooled = logSumExpPooling(tensorOf(logits, [0, 2, 4]), others.pooled as NonNullable<OtherCells["pooled"]>);
    const bag = (cells: readonly number[]) =>
      [0, 1].map((label) =>
        Math.log(cells.reduce((sum, cell) => sum + Math.exp(row(logits, cell)[label]!), 0) / cells.length),
      );
    await expectClose(pooled, [...bag([0, 1, 2]), ...bag([0, 1, 2]), ...bag([3, 4])]);
    disposeOthers(others);
  });

  it("is the attention-weighted mean over the whole bag", async () => {
    const others = lookUp(memoryOf([0, 1, 2, 3, 4]), [1], { kind: "attention" });
    const pooled = attentionPooling(
      tensorOf(logits, [1]),
      tensorOf(scores, [1]),
      others.pooled as NonNullable<OtherCells["pooled"]>,
    );
    const expected = [0, 1].map((label) => {
      const weights = [0, 1, 2].map((cell) => Math.exp(row(scores, cell)[label]!));
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return [0, 1, 2].reduce((total, cell) => total + (weights[cell]! / sum) * row(logits, cell)[label]!, 0);
    });
    await expectClose(pooled, expected);
    disposeOthers(others);
  });

  it("is the cell's own logit if no other cell is known", async () => {
    for (const pooling of [{ kind: "log-sum-exp", exponent: 1 }, { kind: "attention" }] as const) {
      const others = lookUp(memoryOf([3]), [3], pooling);
      expect([...(await others.known.data())]).toEqual([0]);
      const pooled = others.pooled as NonNullable<OtherCells["pooled"]>;
      await expectClose(logSumExpPooling(tensorOf(logits, [3]), pooled), row(logits, 3));
      await expectClose(attentionPooling(tensorOf(logits, [3]), tensorOf(scores, [3]), pooled), row(logits, 3));
      disposeOthers(others);
    }
  });

  it("stays finite for logits that are far apart", async () => {
    const memory = memoryOf([0, 1]);
    memory.logits.set([800, -800, -900, 900]);
    const others = lookUp(memory, [2], { kind: "log-sum-exp", exponent: 1 });
    const pooled = await logSumExpPooling(
      tf.tensor2d([[3, -5]]),
      others.pooled as NonNullable<OtherCells["pooled"]>,
    ).data();
    expect(pooled[0]).toBeCloseTo(800 - Math.log(3), 3);
    expect(pooled[1]).toBeCloseTo(900 - Math.log(3), 3);
    disposeOthers(others);
  });
});

describe("multipleInstanceObjective", () => {
  const options = {
    gamma: 0,
    smoothing: 0,
    positiveWeights: [1, 1],
    pooling: "log-sum-exp",
    cellTermShare: 0,
  } as const;

  it("has a gradient whose sum over a bag equals that of as many single cells", async () => {
    const objective = multipleInstanceObjective(options);
    const memory = memoryOf([0, 1, 2]);
    const targets = tf.tensor2d([
      [1, 0],
      [1, 0],
      [1, 0],
    ]);
    const others = lookUp(memory, [0, 1, 2], objective.lookUp?.pooling ?? null);
    const features = tf.zeros<tf.Rank.R2>([3, 4]);
    const gradient = tf.grad((z: tf.Tensor) =>
      objective.loss(
        { logits: z as tf.Tensor2D, features, parameters: new Map() },
        { targets, mask: tf.ones<tf.Rank.R1>([3]), others },
      ),
    )(tensorOf(logits, [0, 1, 2]));
    const [rows] = [await gradient.array()] as number[][][];
    [0, 1].forEach((label) => {
      const bag = [0, 1, 2].map((cell) => row(logits, cell)[label]!);
      const mean = bag.reduce((sum, logit) => sum + Math.exp(logit), 0) / 3;
      const slope = mean / (1 + mean) - (label === 0 ? 1 : 0);
      const weights = bag.map((logit) => Math.exp(logit) / (3 * mean));
      weights.forEach((weight, cell) => {
        // One half, because the loss is the mean over two classes. Three, because the bag has three cells.
        expect(rows?.[cell]?.[label]).toBeCloseTo((3 * weight * slope) / 2, 5);
      });
    });
    disposeOthers(others);
  });

  it("falls back to the cell loss while nothing is known", async () => {
    const objective = multipleInstanceObjective({ ...options, cellTermShare: 0.5 });
    const z = tensorOf(logits, [0, 3]);
    const targets = tf.tensor2d([
      [1, 0],
      [0, 1],
    ]);
    const mask = tf.ones<tf.Rank.R1>([2]);
    const outputs = { logits: z, features: tf.zeros<tf.Rank.R2>([2, 4]), parameters: new Map() };
    const [own] = await objective.cellLoss(z, targets, mask).data();
    const [first] = await objective.loss(outputs, { targets, mask, others: null }).data();
    const alone = lookUp(memoryOf([]), [0, 3], objective.lookUp?.pooling ?? null);
    const [empty] = await objective.loss(outputs, { targets, mask, others: alone }).data();
    expect(first).toBe(own);
    expect(empty).toBeCloseTo(own as number, 6);
    disposeOthers(alone);
  });
});
