import type { ClassMetrics } from "../domain/training.ts";
import { averagePrecision } from "./average-precision.ts";
import { f1Score } from "./f1-score.ts";

/**
 * Figures of every class.
 * @param probabilities `[cells, classes]`, row-major, 0..1
 * @param targets one `[classes]` of 0 and 1 a cell
 */
export function classMetrics(
  probabilities: Float32Array,
  targets: readonly ArrayLike<number>[],
  classes: number,
): ClassMetrics[] {
  return Array.from({ length: classes }, (_, index) => {
    const scores = targets.map((_row, cell) => probabilities[cell * classes + index] as number);
    const truth = targets.map((row) => row[index] as number);
    return {
      positives: truth.filter((value) => value > 0).length,
      averagePrecision: averagePrecision(scores, truth),
      f1: f1Score(scores, truth),
    };
  });
}

/** Mean of the average precisions that are defined; null when none is. */
export function meanAveragePrecision(classes: readonly ClassMetrics[]): number | null {
  const defined = classes.flatMap(({ averagePrecision: value }) => (value === null ? [] : [value]));
  return defined.length === 0 ? null : defined.reduce((sum, value) => sum + value, 0) / defined.length;
}
