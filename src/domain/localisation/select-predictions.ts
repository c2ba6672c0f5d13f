import type { TilePredictions } from "./localisation.ts";

/** The rows of those cells that are wanted; null when none is left of some. */
export function selectPredictions(
  predictions: TilePredictions | null,
  wanted: (number: number) => boolean,
): TilePredictions | null {
  if (predictions === null) return null;
  const rows = predictions.numbers.flatMap((number, row) => (wanted(number) ? [{ number, row }] : []));
  if (rows.length === predictions.numbers.length) return predictions;
  return rows.length === 0 ? null : pickRows(predictions, rows);
}

/** The rows of both, ascending by number; of a cell in both the newer row. Both of the same tile and model. */
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
