import { fallbackThreshold } from "../localisation/evaluation.ts";
import type { ModelManifest } from "./model-manifest.ts";

/**
 * The probability from which each class counts as present in a model's predictions. Validation chose these
 * thresholds; a model without calibration uses `fallbackThreshold` for every class.
 *
 * @param model the model that is expected to have predicted; null when there is none.
 * @param predictedBy id of the model that made the predictions.
 * @returns `[classes]`, 0..1 each; null when the predictions come from another model.
 */
export function thresholdsOf(
  model: Pick<ModelManifest, "id" | "classes" | "calibration"> | null,
  predictedBy: string,
): readonly number[] | null {
  if (model === null || model.id !== predictedBy) return null;
  return model.calibration?.thresholds ?? model.classes.names.map(() => fallbackThreshold);
}

/**
 * The classes whose probability reaches their threshold.
 * @param probabilities `[classes]`, 0..1, of one cell.
 * @param thresholds `[classes]`, 0..1.
 * @returns class indices, ascending.
 */
export function presentClasses(probabilities: ArrayLike<number>, thresholds: readonly number[]): number[] {
  return thresholds.flatMap((threshold, index) => ((probabilities[index] ?? 0) >= threshold ? [index] : []));
}
