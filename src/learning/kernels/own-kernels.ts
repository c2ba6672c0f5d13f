import * as tf from "@tensorflow/tfjs-core";

/**
 * Our kernels that have no counterpart in tfjs. They are registered under our own names. If a backend has no such
 * kernel, for instance because its trial failed, the caller uses tfjs's operations.
 */

/** Name of the kernel of `gpu-blend.ts`. */
export const blendKernel = "CytotopeBlend";

/** The argument of a kernel function. */
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
