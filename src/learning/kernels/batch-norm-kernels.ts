import type * as tf from "@tensorflow/tfjs-core";
import { runOwnKernel } from "./own-kernels.ts";

/** Names of the two kernels; both are there or none. */
export const batchNormKernels = { forward: "CytotopeBatchNorm", gradient: "CytotopeBatchNormGradient" } as const;

interface Normalised {
  /** rectifier(x̂ scale + shift + addend), like `x`. */
  readonly y: tf.Tensor4D;
  /** `[channels]`; the variance is the unbiased one. */
  readonly mean: tf.Tensor;
  readonly variance: tf.Tensor;
  /** What the gradient needs, `[4, channels]`: mean, 1 / deviation, gain, shift. */
  readonly coefficients: tf.Tensor;
}

/** Normalises `[batch, height, width, channels]` by its own statistics; then adds, then rectifies. */
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
 * @param inputs with `y` where the output was rectified
 * @param adds whether there was an addend, whose gradient is then handed out too
 * @returns gradients of the input, the scale, the shift and the addend
 */
export function runBatchNormGradient(
  inputs: { readonly dy: tf.Tensor; readonly x: tf.Tensor; readonly coefficients: tf.Tensor; readonly y?: tf.Tensor },
  adds: boolean,
): tf.Tensor[] {
  const given: Record<string, tf.Tensor> = { dy: inputs.dy, x: inputs.x, coefficients: inputs.coefficients };
  if (inputs.y !== undefined) given["y"] = inputs.y;
  return runOwnKernel(batchNormKernels.gradient, given, { adds });
}
