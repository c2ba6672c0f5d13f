import * as tf from "@tensorflow/tfjs-core";
import { batchNormKernels } from "./batch-norm-kernels.ts";
import { gpuBatchNorm } from "./gpu-batch-norm.ts";
import { gpuBlend } from "./gpu-blend.ts";
import { gpuConvolution, gpuInputGradient } from "./gpu-convolution.ts";
import { gpuFilterGradient } from "./gpu-filter-gradient.ts";
import { gpuOptimizer } from "./gpu-optimizer.ts";
import { optimizerKernel } from "./optimizer-kernel.ts";
import { blendKernel, registerOwnKernel, removeOwnKernel } from "./own-kernels.ts";

/** tfjs's own kernel functions, kept when one is first replaced. */
const stock = new Map<string, tf.KernelFunc>();

function replace(kernelName: string, own: tf.KernelFunc) {
  return (use: boolean): void => {
    const registered = tf.getKernel(kernelName, "webgpu");
    if (registered == null) throw new Error(`tfjs has no kernel ${kernelName} on WebGPU.`);
    if (!stock.has(kernelName)) stock.set(kernelName, registered.kernelFunc);
    tf.unregisterKernel(kernelName, "webgpu");
    const kernelFunc = use ? own : (stock.get(kernelName) as tf.KernelFunc);
    tf.registerKernel({ kernelName, backendName: "webgpu", kernelFunc });
  };
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
 * Switches of our kernels on WebGPU: true puts one in place, false brings tfjs's operations back. Once tfjs's WebGPU part is loaded they hold
 * for the thread.
 */
export const gpuKernels = {
  "batch normalisation": add({
    [batchNormKernels.forward]: gpuBatchNorm.forward,
    [batchNormKernels.gradient]: gpuBatchNorm.gradient,
  }),
  optimiser: add({ [optimizerKernel]: gpuOptimizer, [blendKernel]: gpuBlend }),
  convolution: replace("Conv2D", gpuConvolution),
  "input gradient": replace("Conv2DBackpropInput", gpuInputGradient),
  "filter gradient": replace("Conv2DBackpropFilter", gpuFilterGradient),
} as const;

export type GpuKernelName = keyof typeof gpuKernels;

export const gpuKernelNames = Object.keys(gpuKernels) as GpuKernelName[];
