import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { gpuKernels } from "../../../../src/learning/kernels/gpu-kernels.ts";
import type { ParameterEntry } from "../../../../src/learning/network/architecture.ts";
import { updateRunning } from "../../../../src/learning/network/batch-norm.ts";
import { type OptimizerStep, openSlots, updateParameters } from "../../../../src/learning/network/optimizer.ts";
import { wave } from "../../../unit/learning/golden-wave.ts";
import { relativeError } from "../../../unit/learning/kernels/norm-reference.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("webgpu");
  gpuKernels.optimiser(true);
});
afterAll(() => backend.close());

const table: ParameterEntry[] = [
  { name: "weight", shape: [13, 5, 7, 7], role: "convolution" },
  { name: "scale", shape: [5], role: "scale" },
  { name: "running_mean", shape: [5], role: "running-mean" },
];
const tensor = (shape: readonly number[], phase: number) =>
  tf.tensor(
    Float32Array.from(
      wave(
        shape.reduce((a, b) => a * b),
        phase,
      ),
    ),
    [...shape],
  );

/** Makes three updates and returns the weights and slots after each. They are read back between the updates. */
async function run(optimizer: "adamw" | "sgd", share: boolean): Promise<number[][]> {
  const parameters = new Map(table.map(({ name, shape }, place) => [name, tensor(shape, place)]));
  let state: OptimizerStep = { parameters, slots: openSlots(optimizer, table, parameters) };
  const initial = parameters.get("weight")!;
  const shared = share ? tf.clone(initial) : null;
  const results: number[][] = [];
  for (const step of [1, 2, 3]) {
    const gradients = new Map(table.slice(0, 2).map(({ name, shape }, place) => [name, tensor(shape, step + place)]));
    state = updateParameters({ optimizer, weightDecay: 0.05 }, table, state, gradients, step, 0.01 * step);
    for (const kept of [...state.parameters.values(), ...state.slots.values()]) results.push([...(await kept.data())]);
  }
  if (shared !== null) {
    expect([...(await shared.data())]).toEqual(Array.from(wave(shared.size, 0), Math.fround));
    shared.dispose();
  }
  tf.dispose([...state.parameters.values(), ...state.slots.values()]);
  return results;
}

describe("the optimiser's kernel", () => {
  it.each(["adamw", "sgd"] as const)("%s: equals the operations and leaves no tensor behind", async (optimizer) => {
    const before = tf.memory().numTensors;
    const own = await run(optimizer, false);
    gpuKernels.optimiser(false);
    const operations = await run(optimizer, false);
    gpuKernels.optimiser(true);
    expect(own).toHaveLength(operations.length);
    for (const [index, values] of operations.entries()) {
      expect(relativeError(own[index] ?? [], values)).toBeLessThan(1e-5);
    }
    expect(tf.memory().numTensors).toBe(before);
    expect(backend.failure()).toBeNull();
  });

  it("does not overwrite values that another tensor shares", async () => {
    const own = await run("adamw", true);
    expect(relativeError(own[0] ?? [], (await run("adamw", false))[0] ?? [])).toBeLessThan(1e-6);
  });
});

describe("running statistics", () => {
  it("blend in one dispatch as on the processor", async () => {
    const [running, batch] = [tensor([35], 0.2), tensor([35], 1.1)];
    const updated = await updateRunning(running, batch, 100).data();
    const [before, newest] = [await running.data(), await batch.data()];
    expect(
      relativeError(
        updated,
        before.map((value, index) => 0.9 * value + 0.1 * newest[index]!),
      ),
    ).toBeLessThan(1e-6);
  });
});
