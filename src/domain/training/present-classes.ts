import { fallbackThreshold } from "../localisation/evaluation.ts";
import type { ModelManifest } from "./model-manifest.ts";

/**
 * From which probability on each class counts as present, in predictions of a model: what its validation chose, or
 * `fallbackThreshold` for all where nothing was held back.
 * @returns null when the predictions are another model's.
 */
export function thresholdsOf(
  model: Pick<ModelManifest, "id" | "classes" | "calibration"> | null,
  predictedBy: string,
): readonly number[] | null {
  if (model === null || model.id !== predictedBy) return null;
  return model.calibration?.thresholds ?? model.classes.names.map(() => fallbackThreshold);
}

/** Classes at or above their threshold, ascending. */
export function presentClasses(probabilities: ArrayLike<number>, thresholds: readonly number[]): number[] {
  return thresholds.flatMap((threshold, index) => ((probabilities[index] ?? 0) >= threshold ? [index] : []));
}
