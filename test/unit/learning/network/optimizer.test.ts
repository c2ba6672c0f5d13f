import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import type { ParameterEntry } from "../../../../src/learning/network/architecture.ts";
import { type OptimizerStep, openSlots, updateParameters } from "../../../../src/learning/network/optimizer.ts";
import { disposeParameters } from "../../../../src/learning/network/parameters.ts";
import golden from "../../../golden/learning-torch.json" with { type: "json" };
import { wave } from "../golden-wave.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("cpu");
});
afterAll(() => backend.close());

const table: ParameterEntry[] = [
  { name: "weight", shape: [2, 3], role: "dense" },
  { name: "bias", shape: [3], role: "bias" },
  { name: "running_mean", shape: [3], role: "running-mean" },
];
const tensor = (count: number, phase: number) => tf.tensor1d(Float32Array.from(wave(count, phase)));

describe.each(["adamw", "sgd"] as const)("%s", (optimizer) => {
  it("updates as torch does, decays only the weight, and leaves running statistics unchanged", async () => {
    const parameters = new Map([
      ["weight", tensor(6, 0.1)],
      ["bias", tensor(3, 0.2)],
      ["running_mean", tensor(3, 0.3)],
    ]);
    let state: OptimizerStep = { parameters, slots: openSlots(optimizer, table, parameters) };
    const before = tf.memory().numTensors;
    for (const [step, expected] of golden.optimizers[optimizer].entries()) {
      const gradients = new Map([
        ["weight", tensor(6, 1 + step)],
        ["bias", tensor(3, 2 + step)],
      ]);
      const rate = 0.02 * (step + 1);
      state = updateParameters({ optimizer, weightDecay: 0.05 }, table, state, gradients, step + 1, rate);
      disposeParameters(gradients);
      for (const name of ["weight", "bias"] as const) {
        const actual = (await state.parameters.get(name)?.data()) ?? [];
        for (const [index, value] of expected[name].entries()) expect(actual[index]).toBeCloseTo(value, 5);
      }
    }
    const untouched = await state.parameters.get("running_mean")?.data();
    expect(untouched).toEqual(Float32Array.from(wave(3, 0.3)));
    expect(tf.memory().numTensors).toBe(before);
  });
});
