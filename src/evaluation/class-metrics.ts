import { fallbackThreshold } from "../domain/localisation/evaluation.ts";
import type { ClassMetrics } from "../domain/training/training-progress.ts";
import { averagePrecision } from "./average-precision.ts";
import { columnOf, targetsOf } from "./class-columns.ts";
import { countDecisions, f1Of } from "./decision-counts.ts";

/**
 * Computes the figures of every class, with F1 at the threshold 0.5.
 *
 * @param probabilities `[cells, classes]`, row-major, 0..1.
 * @param targets for each cell, `[classes]` of 0 and 1.
 */
export function classMetrics(
  probabilities: Float32Array,
  targets: readonly ArrayLike<number>[],
  classes: number,
): ClassMetrics[] {
  return Array.from({ length: classes }, (_, index) => {
    const scores = columnOf(probabilities, classes, index);
    const truth = targetsOf(targets, index);
    return {
      positives: truth.reduce((sum, value) => sum + value, 0),
      averagePrecision: averagePrecision(scores, truth),
      f1: f1Of(countDecisions(scores, truth, fallbackThreshold)),
    };
  });
}

/** Mean of the average precisions that are defined; null when none is defined. */
export function meanAveragePrecision(classes: readonly Pick<ClassMetrics, "averagePrecision">[]): number | null {
  return meanOfDefined(classes.map(({ averagePrecision: value }) => value));
}

/** Mean of the values that are not null; null when there is none. */
export function meanOfDefined(values: readonly (number | null)[]): number | null {
  const defined = values.filter((value) => value !== null);
  return defined.length === 0 ? null : defined.reduce((sum, value) => sum + value, 0) / defined.length;
}
