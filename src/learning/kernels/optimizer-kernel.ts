import * as tf from "@tensorflow/tfjs-core";
import { hasOwnKernel, runOwnKernel } from "./own-kernels.ts";

export const optimizerKernel = "CytotopeOptimizer";

/**
 * Whether the active backend has the kernel and it may overwrite these tensors. It must not overwrite a tensor whose
 * values another tensor shares.
 */
export function canUpdateInPlace(tensors: readonly tf.Tensor[]): boolean {
  return hasOwnKernel(optimizerKernel) && tensors.every(({ dataId }) => tf.backend().refCount(dataId) === 1);
}

/**
 * Updates a weight and its slots in place.
 * @param numbers the other numbers of the rule's formula, in the order of its shader
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
