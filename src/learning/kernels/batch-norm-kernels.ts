import type * as tf from "@tensorflow/tfjs-core";
import { runOwnKernel } from "./own-kernels.ts";

/** Names of the two kernels. A backend has either both or neither. */
export const batchNormKernels = { forward: "CytotopeBatchNorm", gradient: "CytotopeBatchNormGradient" } as const;

interface Normalised {
  /** rectifier(x̂ scale + shift + addend), with the shape of `x`. */
  readonly y: tf.Tensor4D;
  /** `[channels]` each. The variance is unbiased. */
  readonly mean: tf.Tensor;
  readonly variance: tf.Tensor;
  /** Mean, 1 / deviation, gain and shift for the gradient, `[4, channels]`. */
  readonly coefficients: tf.Tensor;
}

/**
 * Normalises `x`, `[batch, height, width, channels]`, by its own statistics. Then it adds the addend if there is
 * one, and rectifies if `rectifies` is true.
 */
export function runBatchNorm(
  inputs: {
    readonly x: tf.Tensor4D;
    readonly scale: tf.Tensor1D;
    readonly shift: tf.Tensor1D;
    readonly addend?: tf.Tensor4D;
  },
  epsilon: number,
  rectifies: boolean,
): Normalised {
  const given: Record<string, tf.Tensor> = { x: inputs.x, scale: inputs.scale, shift: inputs.shift };
  if (inputs.addend !== undefined) given["addend"] = inputs.addend;
  const results = runOwnKernel(batchNormKernels.forward, given, { epsilon, rectifies });
  const [y, mean, variance, coefficients] = results as [tf.Tensor4D, tf.Tensor, tf.Tensor, tf.Tensor];
  return { y, mean, variance, coefficients };
}

/**
 * Computes the gradients of `runBatchNorm`.
 * @param inputs contain `y` if the output was rectified
 * @param adds whether there was an addend. Its gradient is then returned too.
 * @returns the gradients of the input, the scale, the shift and the addend
 */
export function runBatchNormGradient(
  inputs: { readonly dy: tf.Tensor; readonly x: tf.Tensor; readonly coefficients: tf.Tensor; readonly y?: tf.Tensor },
  adds: boolean,
): tf.Tensor[] {
  const given: Record<string, tf.Tensor> = { dy: inputs.dy, x: inputs.x, coefficients: inputs.coefficients };
  if (inputs.y !== undefined) given["y"] = inputs.y;
  return runOwnKernel(batchNormKernels.gradient, given, { adds });
}
