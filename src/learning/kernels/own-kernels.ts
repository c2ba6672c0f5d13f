import * as tf from "@tensorflow/tfjs-core";

/**
 * Kernels of ours that tfjs has no counterpart for, registered under names of ours. Where a backend has none, or its trial went against it, the
 * caller falls back on tfjs's operations.
 */

/** Name of the kernel of `gpu-blend.ts`. */
export const blendKernel = "CytotopeBlend";

/** What a kernel is called with. */
export type KernelGiven = Parameters<tf.KernelFunc>[0];

/** Whether the active backend has a kernel of that name. */
export function hasOwnKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) != null;
}

export function registerOwnKernel(kernelName: string, backendName: string, kernelFunc: tf.KernelFunc): void {
  if (tf.getKernel(kernelName, backendName) == null) tf.registerKernel({ kernelName, backendName, kernelFunc });
}

export function removeOwnKernel(kernelName: string, backendName: string): void {
  if (tf.getKernel(kernelName, backendName) != null) tf.unregisterKernel(kernelName, backendName);
}

/** Runs a kernel with several results. */
export function runOwnKernel(
  name: string,
  inputs: Readonly<Record<string, tf.Tensor>>,
  attributes: Readonly<Record<string, unknown>>,
): tf.Tensor[] {
  return tf.engine().runKernel(name, { ...inputs }, { ...attributes } as tf.NamedAttrMap) as tf.Tensor[];
}
