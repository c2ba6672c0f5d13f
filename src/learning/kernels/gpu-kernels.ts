import * as tf from "@tensorflow/tfjs-core";
import { batchNormKernels } from "./batch-norm-kernels.ts";
import { gpuBatchNorm } from "./gpu-batch-norm.ts";
import { gpuBlend } from "./gpu-blend.ts";
import { gpuConvolution, gpuInputGradient } from "./gpu-convolution.ts";
import { gpuFilterGradient, gpuTiledFilterGradient } from "./gpu-filter-gradient.ts";
import { gpuOptimizer } from "./gpu-optimizer.ts";
import { optimizerKernel } from "./optimizer-kernel.ts";
import { blendKernel, registerOwnKernel, removeOwnKernel } from "./own-kernels.ts";

/** Switches of kernels that take the place of tfjs's `kernelName`; of those that are on, the last one counts. */
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
 * Switches of our kernels on WebGPU: true puts one in place, false brings back what was there without it. Once tfjs's WebGPU part is loaded they hold
 * for the thread.
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
