import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, describe, expect, it } from "vitest";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { initialise } from "../../../../src/learning/network/initialise.ts";
import { trainEpoch } from "../../../../src/learning/training/train-epoch.ts";
import type { Trainer } from "../../../../src/learning/training/trainer.ts";
import { disposeState, uploadState } from "../../../../src/learning/training/training-state.ts";
import { warmUp } from "../../../../src/learning/training/warm-up.ts";
import { openTrainer } from "../open-trainer.ts";

let backend: Backend | null = null;
afterEach(() => {
  backend?.close();
  backend = null;
});

/** The losses of one epoch, the pipelines that its first step compiled, and the tensors that the warm-up left. */
async function trainOnce(warm: boolean) {
  backend = await openBackend();
  const trainer = openTrainer(backend);
  let state = uploadState(initialise(trainer.architecture, 1, [0.2, 0.2, 0.2, 0.2]), trainer.table, "adamw", 0);
  const before = tf.memory().numTensors;
  if (warm) await warmUp(trainer);
  const leftOver = tf.memory().numTensors - before;
  const { device } = tf.backend() as WebGPUBackend;
  const create = device.createComputePipeline.bind(device);
  let compiled = 0;
  device.createComputePipeline = (descriptor) => {
    compiled += 1;
    return create(descriptor);
  };
  const losses: number[] = [];
  for await (const batch of trainEpoch(trainer, state, 1, 0, 2)) {
    state = batch.state;
    losses.push(batch.loss);
  }
  disposeState(state);
  trainer.source.close();
  expect(backend.failure()).toBeNull();
  backend.close();
  return { losses, compiled, leftOver };
}

describe("warmUp", () => {
  it("compiles the first step's shaders beforehand, changes no loss and leaves no tensor", async () => {
    const cold = await trainOnce(false);
    const warm = await trainOnce(true);
    console.log(`pipelines compiled by the first epoch: ${cold.compiled} cold, ${warm.compiled} after the warm-up`);
    expect(cold.losses).toHaveLength(2);
    expect(warm.losses).toEqual(cold.losses);
    expect(warm.leftOver).toBe(0);
    expect(cold.compiled).toBeGreaterThan(20);
    // The remaining pipelines sum losses and gradients and update the running statistics.
    expect(warm.compiled).toBeLessThan(cold.compiled / 5);
  });

  it("reads crops meanwhile, and leaves a crop that cannot be read to the step that needs it", async () => {
    backend = await openBackend();
    const trainer = openTrainer(backend);
    let loaded = 0;
    const source: Trainer["source"] = {
      ...trainer.source,
      load: async (examples, plan, augmentation) => {
        loaded += plan.count;
        if (loaded > 0) throw new Error("unreadable");
        return trainer.source.load(examples, plan, augmentation);
      },
    };
    await warmUp({ ...trainer, source });
    expect(loaded).toBe(24);
    trainer.source.close();
  });

  it("compiles a pipeline that a failed warm-up left open when it is needed", async () => {
    backend = await openBackend();
    const trainer = openTrainer(backend);
    const { device } = tf.backend() as WebGPUBackend;
    const createAsync = device.createComputePipelineAsync.bind(device);
    device.createComputePipelineAsync = () => Promise.reject(new Error("no compiler"));
    await warmUp(trainer);
    device.createComputePipelineAsync = createAsync;
    const sum = tf.tidy(() => tf.sum(tf.add(tf.fill([40, 40], 1), tf.fill([40, 40], 2))));
    expect([...(await backend.guard(sum.data()))]).toEqual([4800]);
    sum.dispose();
    trainer.source.close();
  });
});
