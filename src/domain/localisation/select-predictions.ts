import type { TilePredictions } from "./localisation.ts";

/**
 * Keeps the rows of the cells that are wanted.
 * @returns null when `predictions` is null, and when none of its
 * rows is wanted. Predictions without rows stay as they are.
 */
export function selectPredictions(
  predictions: TilePredictions | null,
  wanted: (number: number) => boolean,
): TilePredictions | null {
  if (predictions === null) return null;
  const rows = predictions.numbers.flatMap((number, row) => (wanted(number) ? [{ number, row }] : []));
  if (rows.length === predictions.numbers.length) return predictions;
  return rows.length === 0 ? null : pickRows(predictions, rows);
}

/**
 * Joins two sets of predictions for the same tile by the same model. A cell that is in both keeps its newer row. The
 * result is in ascending order of cell numbers.
 */
export function joinPredictions(older: TilePredictions, newer: TilePredictions): TilePredictions {
  const rest = selectPredictions(older, (number) => !newer.numbers.includes(number));
  if (rest === null || rest.numbers.length === 0) return newer;
  const joined = {
    ...newer,
    numbers: [...rest.numbers, ...newer.numbers],
    probabilities: Float32Array.from([...rest.probabilities, ...newer.probabilities]),
  };
  const rows = joined.numbers.map((number, row) => ({ number, row })).sort((a, b) => a.number - b.number);
  return pickRows(joined, rows);
}

function pickRows(
  predictions: TilePredictions,
  rows: readonly { readonly number: number; readonly row: number }[],
): TilePredictions {
  const classes = predictions.probabilities.length / predictions.numbers.length;
  const probabilities = new Float32Array(rows.length * classes);
  rows.forEach(({ row }, at) => {
    probabilities.set(predictions.probabilities.subarray(row * classes, (row + 1) * classes), at * classes);
  });
  return { ...predictions, numbers: rows.map(({ number }) => number), probabilities };
}
