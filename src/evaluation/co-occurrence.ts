import type { CoOccurrence } from "../domain/localisation/evaluation.ts";

/**
 * Counts which classes are predicted together with which labels: a confusion matrix for cells with several labels.
 *
 * @param probabilities `[cells, classes]`, row-major, 0..1.
 * @param targets for each cell, `[classes]` of 0 and 1.
 * @param thresholds `[classes]`: a class is predicted when its probability is at least its threshold.
 */
export function coOccurrence(
  probabilities: Float32Array,
  targets: readonly ArrayLike<number>[],
  thresholds: readonly number[],
): CoOccurrence {
  const classes = thresholds.length;
  const grid = () => thresholds.map(() => thresholds.map(() => 0));
  const [predicted, labelled, nothing] = [grid(), grid(), thresholds.map(() => 0)];
  targets.forEach((row, cell) => {
    const labels = thresholds.flatMap((_, index) => (row[index]! > 0 ? [index] : []));
    const found = thresholds.flatMap((threshold, index) =>
      probabilities[cell * classes + index]! >= threshold ? [index] : [],
    );
    for (const label of labels) {
      count(predicted[label], found);
      count(labelled[label], labels);
      if (found.length === 0) nothing[label]! += 1;
    }
  });
  return { predicted, labelled, nothing };
}

function count(row: number[] | undefined, columns: readonly number[]): void {
  for (const column of columns) if (row !== undefined) row[column]! += 1;
}
