import type { Disagreement } from "../domain/cell/exploration.ts";
import type { ClassList, TilePredictions, WeakLabel } from "../domain/localisation/localisation.ts";

/** Below it a class is rather absent than present. */
const present = 0.5;

/**
 * Where the predictions of one tile's cells disagree with the tile's label:
 *
 * - `unexpected`, at most one a cell: the likeliest of the classes that the label does not have, if its probability is 0.5 or more; the
 *   score is that probability. `Negative` is left out: in HPA data a tenth of the cells show no protein, whatever their tile shows.
 * - `missing`, one a class of the label that no cell of the tile has with 0.5 or more: the cell that comes nearest, and 1 minus its
 *   probability as score. That single cells lack a class of their tile is the rule (one in three does) and no disagreement.
 *
 * In no particular order.
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
  /** The foremost, the largest score first. */
  readonly best: () => readonly Disagreement[];
  /** How many were added. */
  readonly count: () => number;
}

/** Keeps the `limit` largest scores of many; equals stand in the order of tiles and cells. */
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
      // Sorting once in a while instead of each time; memory stays within a few times the limit.
      if (kept.length > 4 * limit) trim();
    },
    best() {
      trim();
      return kept;
    },
    count: () => count,
  };
}
