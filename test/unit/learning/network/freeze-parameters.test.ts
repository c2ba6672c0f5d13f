import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultTrainingOptions, type TrainingOptions } from "../../../../src/domain/training/training-options.ts";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { type Architecture, isLearnt, parameterTable } from "../../../../src/learning/network/architecture.ts";
import { freezeParameters, frozenLayers } from "../../../../src/learning/network/freeze-parameters.ts";
import { initialise } from "../../../../src/learning/network/initialise.ts";
import { updateParameters } from "../../../../src/learning/network/optimizer.ts";
import { disposeParameters } from "../../../../src/learning/network/parameters.ts";
import { lossAndGradients } from "../../../../src/learning/training/loss-and-gradients.ts";
import { disposeState, downloadState, uploadState } from "../../../../src/learning/training/training-state.ts";
import { inheritObjective } from "../../../../src/learning/weak-labels/objective.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("cpu");
});
afterAll(() => backend.close());

const architecture: Architecture = {
  stem: { kernel: 3, stride: 2, maxPool: true },
  block: "basic",
  width: 4,
  stages: [1, 1],
  channels: 4,
  classes: 3,
};
const size = 16;
const values = Float32Array.from({ length: 4 * size * size * 4 }, (_, index) => 0.5 + 0.5 * Math.sin(index * 1.3));
const targets = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 1);
const input = () => tf.tensor4d(values, [4, size, size, 4]);
const batch = { input, targets, mask: Float32Array.of(1, 1, 1, 1), count: 4 };
const objective = inheritObjective({ gamma: 0, smoothing: 0, positiveWeights: [1, 1, 1] });
/** Makes every block more than the identity, so that every layer matters. */
const start = new Map(
  [...initialise(architecture, 1, [0.3, 0.3, 0.3])].map(([name, { shape, values }]) => [
    name,
    { shape, values: name.endsWith("bn2.weight") ? values.map(() => 0.7) : values },
  ]),
);

function open(changes: Partial<TrainingOptions>) {
  const options = { ...defaultTrainingOptions, ...changes };
  const table = freezeParameters(parameterTable(architecture), architecture, options);
  return { options, table, frozen: frozenLayers(architecture, options) };
}

async function step(changes: Partial<TrainingOptions>) {
  const { options, table, frozen } = open(changes);
  const state = uploadState(start, table, options.optimizer, 0);
  const before = await downloadState(state);
  const { loss, gradients, statistics } = lossAndGradients(
    { architecture, table, objective, frozen },
    state.parameters,
    batch,
    4,
  );
  const shares = new Map(
    await Promise.all([...gradients].map(async ([name, tensor]) => [name, Array.from(await tensor.data())] as const)),
  );
  const next = { ...updateParameters(options, table, state, gradients, 1, 0.1), step: 1, memory: null };
  const after = await downloadState(next);
  const moved = [...before].filter(([name, { values }]) => values.join() !== after.get(name)?.values.join());
  const slots = [...next.slots.keys()];
  const statisticNames = [...statistics.keys()];
  const [value = Number.NaN] = await loss.data();
  for (const { mean, variance } of statistics.values()) tf.dispose([mean, variance]);
  disposeParameters(gradients);
  loss.dispose();
  disposeState(next);
  return {
    value,
    gradients: shares,
    slots,
    statisticNames,
    moved: moved.map(([name]) => name).filter((name) => !name.startsWith("optimizer.")),
  };
}

describe("freezing", () => {
  it("gives only the head, or the head and the last stage, gradients, slots, decay and updates", async () => {
    const names = (prefixes: readonly string[]) =>
      parameterTable(architecture)
        .filter((entry) => isLearnt(entry) && prefixes.some((prefix) => entry.name.startsWith(prefix)))
        .map(({ name }) => name);
    for (const [freeze, prefixes] of [
      ["backbone", ["fc."]],
      ["all-but-last-stage", ["layer2.", "fc."]],
      ["nothing", [""]],
    ] as const) {
      const done = await step({ freeze });
      expect([...done.gradients.keys()], freeze).toEqual(names(prefixes));
      expect(done.moved.sort(), freeze).toEqual(names(prefixes).sort());
      expect(done.slots, freeze).toHaveLength(2 * names(prefixes).length);
      // As in torch, layers with frozen weights still update their running statistics.
      expect(done.statisticNames, freeze).toHaveLength(6);
    }
  });

  it("gives learnt tensors the same gradients as without freezing", async () => {
    const [all, last, head] = [
      await step({}),
      await step({ freeze: "all-but-last-stage" }),
      await step({ freeze: "backbone" }),
    ];
    for (const part of [last, head]) {
      expect(part.value).toBe(all.value);
      for (const [name, values] of part.gradients) {
        expect(Math.max(...values.map(Math.abs)), name).toBeGreaterThan(0);
        values.forEach((value, index) => {
          expect(value, name).toBeCloseTo(all.gradients.get(name)?.[index] ?? Number.NaN, 6);
        });
      }
    }
  });

  it("leaves no tensor behind", async () => {
    const before = tf.memory().numTensors;
    await step({ freeze: "backbone", freezeBatchNorm: true });
    await step({ freeze: "all-but-last-stage" });
    expect(tf.memory().numTensors).toBe(before);
  });

  it("normalises by running statistics when it is frozen, with the gradient of finite differences", async () => {
    const done = await step({ freezeBatchNorm: true });
    expect(done.statisticNames).toEqual([]);
    expect(done.value).not.toBe((await step({})).value);
    const { table, frozen } = open({ freezeBatchNorm: true });
    const { parameters, slots } = uploadState(start, table, "sgd", 0);
    const lossAt = async (name: string, index: number, change: number) => {
      const tensor = parameters.get(name)!;
      const values = (await tensor.data<"float32">()).slice();
      values[index]! += change;
      const moved = new Map(parameters).set(name, tf.tensor(values, tensor.shape));
      return ((await lossAndGradients({ architecture, table, objective, frozen }, moved, batch, 4).loss.data())[0] ??
        Number.NaN) as number;
    };
    for (const [name, index] of [
      ["bn1.weight", 1],
      ["layer1.0.bn1.bias", 2],
      ["layer2.0.downsample.1.weight", 3],
      ["fc.weight", 5],
    ] as const) {
      const difference = ((await lossAt(name, index, 2e-3)) - (await lossAt(name, index, -2e-3))) / 4e-3;
      const gradient = done.gradients.get(name)?.[index] ?? Number.NaN;
      expect(Math.abs(difference - gradient), name).toBeLessThan(2e-3 * Math.max(0.05, Math.abs(gradient)));
    }
    tf.dispose([...parameters.values(), ...slots.values()]);
  });
});
