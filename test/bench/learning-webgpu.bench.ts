import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import type { BackbonePreset } from "../../src/domain/training/training-options.ts";
import { openBackend } from "../../src/learning/backend/backend.ts";
import { gpuKernelNames, gpuKernels } from "../../src/learning/kernels/gpu-kernels.ts";
import { installNodeWebgpu } from "../node-webgpu.ts";
import { openStockStep } from "./stock-training-step.ts";
import { openTrainingStep } from "./training-step.ts";

/** The goals, as shares of the cost of tfjs's layers API with the same network, batch, adapter and run. */
const bars = { dispatches: 0.5, memory: 0.5, milliseconds: 0.7 };

interface Step {
  readonly step: () => Promise<number>;
  readonly close: () => void;
}

type Open = (preset: BackbonePreset, cells: number, size: number) => Step;

const openStock: Open = (preset, cells, size) => {
  const own = openTrainingStep(preset, cells, size);
  own.close();
  return openStockStep(own);
};

/** Our step with the kernels that the trial chose, or with tfjs's operations alone. */
function putKernels(chosen: ReadonlyMap<string, boolean> | null): void {
  for (const name of gpuKernelNames) gpuKernels[name](chosen?.get(name) ?? false);
}

/** Dispatches of one step, and the bytes of all GPU buffers that exist after three steps, on a fresh device. */
async function measureOnce(own: boolean, preset: BackbonePreset, cells: number, size: number) {
  const backend = await openBackend("webgpu");
  const trials = backend.info.kernels ?? [];
  putKernels(own ? new Map(trials.map((trial) => [trial.kernel, trial.own])) : null);
  const { bufferManager } = tf.backend() as WebGPUBackend;
  const before = bufferManager.numBytesAllocated;
  const { step, close } = (own ? openTrainingStep : openStock)(preset, cells, size);
  await step();
  await step();
  const { dispatchWorkgroups } = GPUComputePassEncoder.prototype;
  let dispatches = 0;
  GPUComputePassEncoder.prototype.dispatchWorkgroups = function (...counts) {
    dispatches += 1;
    return dispatchWorkgroups.apply(this, counts);
  };
  await step();
  GPUComputePassEncoder.prototype.dispatchWorkgroups = dispatchWorkgroups;
  const bytes = bufferManager.numBytesAllocated - before;
  expect(backend.failure()).toBeNull();
  close();
  backend.close();
  return { dispatches, bytes, adapter: backend.info.adapter, trials };
}

/** Shortest time of several steps of each. They take turns on one device, so that other work affects both. */
async function race(preset: BackbonePreset, cells: number, size: number, rounds: number) {
  const backend = await openBackend("webgpu");
  const chosen = new Map((backend.info.kernels ?? []).map((trial) => [trial.kernel, trial.own]));
  const contenders = [
    { kernels: chosen, ...openTrainingStep(preset, cells, size) },
    { kernels: null, ...openStock(preset, cells, size) },
  ];
  const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, { kernels, step }] of contenders.entries()) {
      putKernels(kernels);
      const started = performance.now();
      await step();
      // The first step compiles shaders.
      if (round > 0) best[index] = Math.min(best[index]!, performance.now() - started);
    }
  }
  for (const { close } of contenders) close();
  backend.close();
  const [own = 0, stock = 0] = best;
  return { own, stock };
}

const cases: readonly (readonly [BackbonePreset, number, number, number])[] = [
  ["tiny", 56, 8, 9],
  ["tiny", 56, 32, 5],
  ["resnet18", 64, 8, 3],
];

it.each(cases)(
  "%s at %i px, %i crops: a training step compared with tfjs's layers API",
  async (preset, size, cells, rounds) => {
    const missing = await installNodeWebgpu();
    if (missing !== null) throw new Error(missing);
    const own = await measureOnce(true, preset, cells, size);
    const stock = await measureOnce(false, preset, cells, size);
    // The cost of one more image, because weights and the optimiser's slots do not grow with the batch.
    const moreOwn = await measureOnce(true, preset, 2 * cells, size);
    const moreStock = await measureOnce(false, preset, 2 * cells, size);
    const time = await race(preset, cells, size, rounds);
    const memory = { own: (moreOwn.bytes - own.bytes) / cells, stock: (moreStock.bytes - stock.bytes) / cells };
    const row = (a: number, b: number, digits: number) => ({
      ours: Number(a.toFixed(digits)),
      "layers API": Number(b.toFixed(digits)),
      ratio: Number((a / b).toFixed(2)),
    });
    console.log(`${preset}, ${size} px, ${cells} crops, ${own.adapter}`);
    console.table(
      Object.fromEntries(
        own.trials.map(({ kernel, ...trial }) => [
          kernel,
          { used: trial.own, ours: trial.ownMilliseconds, stock: trial.stockMilliseconds },
        ]),
      ),
    );
    console.table({
      "dispatches a step": row(own.dispatches, stock.dispatches, 0),
      "GPU memory, MB": row(own.bytes / 1e6, stock.bytes / 1e6, 1),
      "GPU memory an image more, MB": row(memory.own / 1e6, memory.stock / 1e6, 2),
      "milliseconds a step": row(time.own, time.stock, 0),
    });
    expect(own.dispatches / stock.dispatches).toBeLessThan(bars.dispatches);
    expect(memory.own / memory.stock).toBeLessThan(bars.memory);
    expect(time.own / time.stock).toBeLessThan(bars.milliseconds);
  },
);
