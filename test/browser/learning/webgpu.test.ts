import * as tf from "@tensorflow/tfjs-core";
import { afterEach, describe, expect, it } from "vitest";
import { type Backend, type BackendKind, openBackend } from "../../../src/learning/backend/backend.ts";
import { predictBatch } from "../../../src/learning/inference/predict.ts";
import { type Architecture, architectureFor, parameterTable } from "../../../src/learning/network/architecture.ts";
import { initialise } from "../../../src/learning/network/initialise.ts";
import { downloadParameters } from "../../../src/learning/network/parameters.ts";
import { randomStream } from "../../../src/learning/random.ts";
import { lossAndGradients } from "../../../src/learning/training/loss-and-gradients.ts";
import { uploadState } from "../../../src/learning/training/training-state.ts";
import { inheritObjective } from "../../../src/learning/weak-labels/objective.ts";

let backend: Backend | null = null;
afterEach(() => {
  backend?.close();
  backend = null;
});

/** Computes loss, gradients, batch statistics and probabilities with flips of one micro-batch on one backend. */
async function computeOn(kind: BackendKind, architecture: Architecture, batch: number, size: number) {
  backend = await openBackend(kind);
  expect(backend.info.kind).toBe(kind);
  const { classes } = architecture;
  const table = parameterTable(architecture);
  const tensors = new Map(
    [...initialise(architecture, 3, new Array(classes).fill(0.3))].map(([name, tensor]) => [
      name,
      // Makes every block more than the identity.
      /layer.*bn[23]\.weight$/.test(name) ? { ...tensor, values: tensor.values.map(() => 0.8) } : tensor,
    ]),
  );
  const { parameters } = uploadState(tensors, table, "sgd", 0);
  const random = randomStream("webgpu test");
  const input = Float32Array.from({ length: batch * size * size * 4 }, random);
  const targets = Float32Array.from({ length: batch * classes }, () => (random() < 0.3 ? 1 : 0));
  const mask = new Float32Array(batch).fill(1);
  const objective = inheritObjective({ gamma: 2, smoothing: 0.1, positiveWeights: new Array(classes).fill(1.5) });
  const microBatch = { input: () => tf.tensor4d(input, [batch, size, size, 4]), targets, mask, count: batch };
  const result = lossAndGradients({ architecture, table, objective }, parameters, microBatch, batch);
  const loss = (await result.loss.data())[0]!;
  const gradients = new Map(await downloadParameters(result.gradients));
  const statistics = new Map(
    await Promise.all(
      [...result.statistics].map(
        async ([name, { mean, variance }]) => [name, [await mean.data(), await variance.data()]] as const,
      ),
    ),
  );
  const x = tf.tensor4d(input, [batch, size, size, 4]);
  const probabilities = await predictBatch(architecture, parameters, x, true).probabilities.data();
  expect(backend.failure()).toBeNull();
  backend.close();
  backend = null;
  return { loss, gradients, statistics, probabilities };
}

function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [scale, worst] = [0, 0];
  for (let index = 0; index < expected.length; index += 1) {
    scale = Math.max(scale, Math.abs(expected[index]!));
    worst = Math.max(worst, Math.abs(actual[index]! - expected[index]!));
  }
  return worst / scale;
}

const stem = { kernel: 7, stride: 2, maxPool: true } as const;
const networks: [string, Architecture, number, number][] = [
  ["tiny", architectureFor("tiny", 4, 5), 4, 24],
  ["basic with torchvision's stem", { stem, block: "basic", width: 8, stages: [1, 1], channels: 4, classes: 3 }, 3, 33],
  ["bottleneck", { stem, block: "bottleneck", width: 8, stages: [1, 1], channels: 4, classes: 3 }, 3, 32],
];

describe.each(["webgpu", "webgl"] as const)("%s against the processor", (kind) => {
  it.each(networks)("%s: loss, gradients, statistics and probabilities agree", async (name, ...network) => {
    const expected = await computeOn("cpu", ...network);
    const actual = await computeOn(kind, ...network);
    const gradientError = Math.max(
      ...[...expected.gradients].map(([key, { values }]) => {
        const largest = Math.max(...values.map(Math.abs));
        // A later normalisation cancels some shifts, so their gradients are rounding errors only.
        return largest < 1e-6 ? 0 : relativeError(actual.gradients.get(key)?.values ?? [], values);
      }),
    );
    const statisticsError = Math.max(
      ...[...expected.statistics].flatMap(([key, pair]) =>
        pair.map((values, index) => relativeError(actual.statistics.get(key)?.[index] ?? [], values)),
      ),
    );
    const lossError = Math.abs(actual.loss / expected.loss - 1);
    console.log(
      `${name} on ${kind}: loss ${lossError.toExponential(1)}, gradients ${gradientError.toExponential(1)}, statistics ${statisticsError.toExponential(1)} from the processor's`,
    );
    expect(actual.gradients.size).toBe(expected.gradients.size);
    expect(lossError).toBeLessThan(1e-5);
    expect(gradientError).toBeLessThan(1e-4);
    expect(statisticsError).toBeLessThan(1e-4);
    expect(relativeError(actual.probabilities, expected.probabilities)).toBeLessThan(1e-4);
  });
});
