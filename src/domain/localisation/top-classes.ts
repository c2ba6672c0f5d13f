import type { TilePredictions } from "./localisation.ts";

/** A class and its predicted probability for one cell. */
export interface RankedClass {
  readonly classIndex: number;
  /** 0..1. */
  readonly probability: number;
}

/**
 * All classes of one cell, the most likely first.
 * @param cell the cell's number.
 * @returns null when the cell has no probabilities.
 */
export function rankClasses(predictions: TilePredictions | null, cell: number): readonly RankedClass[] | null {
  if (predictions === null || predictions.numbers.length === 0) return null;
  const row = predictions.numbers.indexOf(cell);
  if (row < 0) return null;
  const classes = predictions.probabilities.length / predictions.numbers.length;
  const probabilities = predictions.probabilities.subarray(row * classes, (row + 1) * classes);
  return Array.from(probabilities, (probability, classIndex) => ({ classIndex, probability })).sort(
    (a, b) => b.probability - a.probability,
  );
}

/** The most likely class of every cell, keyed by the cell's number. */
export function topClasses(predictions: TilePredictions | null): ReadonlyMap<number, RankedClass> {
  const tops = new Map<number, RankedClass>();
  if (predictions === null || predictions.numbers.length === 0) return tops;
  const classes = predictions.probabilities.length / predictions.numbers.length;
  predictions.numbers.forEach((number, row) => {
    let best = 0;
    for (let index = 1; index < classes; index += 1) {
      const [a, b] = [
        predictions.probabilities[row * classes + index],
        predictions.probabilities[row * classes + best],
      ];
      if ((a ?? 0) > (b ?? 0)) best = index;
    }
    tops.set(number, { classIndex: best, probability: predictions.probabilities[row * classes + best] ?? 0 });
  });
  return tops;
}

/**
 * Counts how many cells each class is the most likely class of. The most frequent comes first;
 * classes with none are left out.
 */
export function countTopClasses(
  predictions: TilePredictions | null,
): readonly { readonly classIndex: number; readonly cells: number }[] {
  const counts = new Map<number, number>();
  for (const { classIndex } of topClasses(predictions).values()) {
    counts.set(classIndex, (counts.get(classIndex) ?? 0) + 1);
  }
  return [...counts]
    .map(([classIndex, cells]) => ({ classIndex, cells }))
    .sort((a, b) => b.cells - a.cells || a.classIndex - b.classIndex);
}
