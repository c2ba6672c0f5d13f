import * as tf from "@tensorflow/tfjs-core";
import type { KernelTrial } from "../../domain/training/backend-info.ts";
import { finishQueue, type GpuBackend } from "../kernels/gpu-dispatch.ts";
import { type GpuKernelName, gpuKernelNames, gpuKernels } from "../kernels/gpu-kernels.ts";
import { exerciseSizes, kernelExercises } from "./kernel-exercises.ts";

/**
 * The trials of each adapter. Which of our kernels are used on a GPU depends on measurements: when the backend is
 * opened, each kernel is compared with tfjs's operations. It is used if its results are right and it does not take
 * longer. The results are valid for the adapter until the page is closed.
 */
const found = new Map<string, readonly KernelTrial[]>();

/**
 * Largest accepted difference, as a share of the largest value. Both kernels sum in single precision, but in a
 * different order. A wrong kernel differs by far more.
 */
const tolerance = 1e-4;
/**
 * In milliseconds. If a round is not longer than the first, a larger exercise follows. Above the second, two rounds
 * do.
 */
const [tooShort, longEnough] = [1.5, 40];

interface Timed {
  readonly milliseconds: number;
  readonly values: readonly Float32Array[];
}

async function time(name: GpuKernelName, size: (typeof exerciseSizes)[number]): Promise<Timed> {
  const backend = tf.backend() as GpuBackend;
  const { run, close } = kernelExercises[name](size);
  // The first round compiles the shaders, so it is not timed.
  const results = run();
  const values = await Promise.all(results.map((tensor) => tensor.data<"float32">()));
  tf.dispose(results);
  let milliseconds = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3; round += 1) {
    await finishQueue(backend);
    const started = performance.now();
    tf.dispose(run());
    await finishQueue(backend);
    milliseconds = Math.min(milliseconds, performance.now() - started);
    if (round > 0 && milliseconds > longEnough) break;
  }
  close();
  return { milliseconds, values: values.map((array) => array.slice() as Float32Array) };
}

function agrees(own: Timed, stock: Timed): boolean {
  return stock.values.every((expected, index) => {
    const actual = own.values[index] ?? [];
    const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    return (
      actual.length === expected.length &&
      expected.every((value, at) => Math.abs(actual[at]! - value) <= tolerance * scale)
    );
  });
}

/** Runs our kernel. Returns null if it cannot be used on this device. */
async function tryOwn(name: GpuKernelName, size: (typeof exerciseSizes)[number]): Promise<Timed | null> {
  const { device } = tf.backend() as GpuBackend;
  // Without this scope, an invalid shader would stay unnoticed or would count as a failure of the device.
  device.pushErrorScope("validation");
  // This is a trial: ours is not used when it throws, whatever it throws, and tfjs's own is.
  const timed = await time(name, size).catch(() => null);
  const error = await device.popErrorScope();
  return error === null ? timed : null;
}

async function judge(name: GpuKernelName): Promise<KernelTrial> {
  let trial: KernelTrial = { kernel: name, own: false, ownMilliseconds: null, stockMilliseconds: 0 };
  for (const size of exerciseSizes) {
    gpuKernels[name](false);
    const stock = await time(name, size);
    gpuKernels[name](true);
    const own = await tryOwn(name, size);
    const right = own !== null && agrees(own, stock);
    trial = {
      kernel: name,
      own: right && own.milliseconds <= stock.milliseconds,
      ownMilliseconds: right ? own.milliseconds : null,
      stockMilliseconds: stock.milliseconds,
    };
    if (!right || Math.min(own.milliseconds, stock.milliseconds) > tooShort) break;
  }
  gpuKernels[name](trial.own);
  return trial;
}

/** Switches on those of our kernels that are right and not slower than tfjs's, on the active WebGPU backend. */
export async function chooseKernels(adapter: string): Promise<readonly KernelTrial[]> {
  const known = found.get(adapter);
  if (known !== undefined) {
    for (const { kernel, own } of known) gpuKernels[kernel as GpuKernelName](own);
    return known;
  }
  const trials: KernelTrial[] = [];
  for (const name of gpuKernelNames) trials.push(await judge(name));
  found.set(adapter, trials);
  return trials;
}
