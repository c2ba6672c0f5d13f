import type { Disagreement } from "../domain/cell/exploration.ts";
import type { ClassList, TilePredictions, WeakLabel } from "../domain/localisation/localisation.ts";

/** A class with a lower probability is more likely absent than present. */
const present = 0.5;

/**
 * Finds where the predictions of one tile's cells disagree with the tile's weak label:
 *
 * - `unexpected`, at most one for each cell: the most likely class that is not in the label, if its probability is 0.5
 *   or more. The score is that probability. `Negative` is left out, because in HPA data a tenth of the cells show no
 *   protein, whatever their tile shows.
 * - `missing`, one for each class of the label that no cell of the tile has with 0.5 or more: the cell with the highest
 *   probability of the class. The score is 1 minus that probability. A single cell that lacks a class of its tile is no
 *   disagreement, because that is usual (one cell in three).
 *
 * @returns the disagreements in no particular order.
 */
export function findDisagreements(predictions: TilePredictions, label: WeakLabel, classes: ClassList): Disagreement[] {
  const { tileId, numbers, probabilities } = predictions;
  const count = classes.names.length;
  const of = (row: number, classIndex: number) => probabilities[row * count + classIndex] ?? 0;
  const absent = classes.names
    .map((_, index) => index)
    .filter((index) => !label.includes(index) && index !== classes.negative);
  const found: Disagreement[] = [];
  const [first] = absent;
  numbers.forEach((number, row) => {
    if (first === undefined) return;
    const classIndex = absent.reduce((best, index) => (of(row, index) > of(row, best) ? index : best), first);
    const probability = of(row, classIndex);
    if (probability >= present)
      found.push({ tileId, number, kind: "unexpected", classIndex, probability, score: probability });
  });
  for (const classIndex of label) {
    let best = 0;
    for (let row = 1; row < numbers.length; row += 1) if (of(row, classIndex) > of(best, classIndex)) best = row;
    const probability = of(best, classIndex);
    const number = numbers[best];
    if (number !== undefined && probability < present) {
      found.push({ tileId, number, kind: "missing", classIndex, probability, score: 1 - probability });
    }
  }
  return found;
}

export interface Ranking {
  readonly add: (disagreements: readonly Disagreement[]) => void;
  /** The disagreements with the largest scores, the largest first. */
  readonly best: () => readonly Disagreement[];
  /** How many disagreements were added. */
  readonly count: () => number;
}

/** Keeps the `limit` disagreements with the largest scores; equal scores are in the order of tiles and cells. */
export function rankDisagreements(limit: number): Ranking {
  let kept: Disagreement[] = [];
  let count = 0;
  const order = (a: Disagreement, b: Disagreement) =>
    b.score - a.score || (a.tileId < b.tileId ? -1 : a.tileId > b.tileId ? 1 : a.number - b.number);
  const trim = () => {
    kept = kept.sort(order).slice(0, limit);
  };
  return {
    add(disagreements) {
      count += disagreements.length;
      kept.push(...disagreements);
      // Sorts now and then instead of each time, so that the list stays within a few times the limit.
      if (kept.length > 4 * limit) trim();
    },
    best() {
      trim();
      return kept;
    },
    count: () => count,
  };
}
