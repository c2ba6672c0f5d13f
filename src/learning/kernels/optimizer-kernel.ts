import * as tf from "@tensorflow/tfjs-core";
import { hasOwnKernel, runOwnKernel } from "./own-kernels.ts";

/** Name of the kernel. */
export const optimizerKernel = "CytotopeOptimizer";

/** Whether the kernel is there and may write over these tensors: not where another tensor shares their numbers. */
export function canUpdateInPlace(tensors: readonly tf.Tensor[]): boolean {
  return hasOwnKernel(optimizerKernel) && tensors.every(({ dataId }) => tf.backend().refCount(dataId) === 1);
}

/**
 * Updates a weight and its slots in place.
 * @param numbers what the rule's formula needs beside the tensors, in the order of its shader
 */
export function updateInPlace(
  rule: "adamw" | "sgd",
  value: tf.Tensor,
  gradient: tf.Tensor,
  slots: readonly tf.Tensor[],
  numbers: readonly number[],
): void {
  const named = Object.fromEntries(slots.map((slot, index) => [`slot${index}`, slot]));
  runOwnKernel(optimizerKernel, { value, gradient, ...named }, { rule, numbers: [...numbers] });
}
