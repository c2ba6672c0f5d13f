import type { CoOccurrence } from "../domain/localisation/evaluation.ts";

/**
 * Labelled against predicted classes, the counterpart of a confusion matrix where cells have several labels.
 * @param probabilities `[cells, classes]`, row-major, 0..1
 * @param targets one `[classes]` of 0 and 1 a cell
 * @param thresholds a class is predicted from its own on
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
