import * as tf from "@tensorflow/tfjs-core";
import { batchNormKernels } from "./batch-norm-kernels.ts";
import { gpuBatchNorm } from "./gpu-batch-norm.ts";
import { gpuBlend } from "./gpu-blend.ts";
import { gpuConvolution, gpuInputGradient } from "./gpu-convolution.ts";
import { gpuFilterGradient, gpuTiledFilterGradient } from "./gpu-filter-gradient.ts";
import { gpuOptimizer } from "./gpu-optimizer.ts";
import { optimizerKernel } from "./optimizer-kernel.ts";
import { blendKernel, registerOwnKernel, removeOwnKernel } from "./own-kernels.ts";

/** Makes switches for kernels that replace tfjs's `kernelName`. If several are on, the last one is used. */
function replace<Name extends string>(kernelName: string, own: Readonly<Record<Name, tf.KernelFunc>>) {
  let stock: tf.KernelFunc | null = null;
  const names = Object.keys(own) as Name[];
  const on = new Set<Name>();
  const switchOf = (name: Name) => (use: boolean) => {
    const registered = tf.getKernel(kernelName, "webgpu");
    if (registered == null) throw new Error(`tfjs has no kernel ${kernelName} on WebGPU.`);
    stock ??= registered.kernelFunc;
    if (use) on.add(name);
    else on.delete(name);
    const last = names.findLast((candidate) => on.has(candidate));
    tf.unregisterKernel(kernelName, "webgpu");
    tf.registerKernel({ kernelName, backendName: "webgpu", kernelFunc: last === undefined ? stock : own[last] });
  };
  return Object.fromEntries(names.map((name) => [name, switchOf(name)])) as Record<Name, (use: boolean) => void>;
}

function add(kernels: Readonly<Record<string, tf.KernelFunc>>) {
  return (use: boolean): void => {
    for (const [name, kernelFunc] of Object.entries(kernels)) {
      if (use) registerOwnKernel(name, "webgpu", kernelFunc);
      else removeOwnKernel(name, "webgpu");
    }
  };
}

/**
 * The switches of our kernels on WebGPU. true switches a kernel on, and false restores the state without it. Load
 * tfjs's WebGPU part first. The switches apply to the whole thread.
 */
export const gpuKernels = {
  "batch normalisation": add({
    [batchNormKernels.forward]: gpuBatchNorm.forward,
    [batchNormKernels.gradient]: gpuBatchNorm.gradient,
  }),
  optimiser: add({ [optimizerKernel]: gpuOptimizer, [blendKernel]: gpuBlend }),
  ...replace("Conv2D", { convolution: gpuConvolution }),
  ...replace("Conv2DBackpropInput", { "input gradient": gpuInputGradient }),
  ...replace("Conv2DBackpropFilter", {
    "filter gradient": gpuFilterGradient,
    "filter gradient in tiles": gpuTiledFilterGradient,
  }),
} as const;

export type GpuKernelName = keyof typeof gpuKernels;

export const gpuKernelNames = Object.keys(gpuKernels) as GpuKernelName[];
