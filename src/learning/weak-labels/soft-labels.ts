import type { Example } from "../batches/batches.ts";

/**
 * Labels of cells from those of their tile and from what a network that has not seen the tile says: the pseudo-labels of Lee 2013 ("Pseudo-Label:
 * The Simple and Efficient Semi-Supervised Learning Method"), out of fold as the best solutions of the Human Protein Atlas challenge
 * relabelled their cells.
 *
 * A network that learnt from inherited labels says too much or too little of a class as a whole, so its probabilities only rank the cells of
 * a tile; how many of them show a label follows from the measured rate instead. Of the cells of a tile, r = (rank + 0.5) / n in 0..1,
 * target = sigmoid((r - (1 - rate)) / 0.15): the upper `rate` of them above one half.
 */

/** Width of the step between cells that show a label and those that do not, in ranks of 0..1. */
const softness = 0.15;

export interface SoftLabelOptions {
  /** How likely a cell shows a label of its tile, 0..1. */
  readonly rate: number;
  /** Index of the class that says "no protein to see"; null when there is none. */
  readonly negative: number | null;
}

/**
 * Soft targets, one row a cell, 0..1. Labels that the tile lacks are 0; the negative class is the larger of the tile's label and of 1 - the
 * cell's largest other target.
 * @param cells with the labels of their tiles, 0 or 1; cells of one tile have the same.
 * @param probabilities `[cells, classes]`, row-major, of networks that have not learnt from the cell's tile; NaN where none can tell, and the
 * rate itself is then the target.
 */
export function softLabels(
  cells: readonly Example[],
  probabilities: Float32Array,
  { rate, negative }: SoftLabelOptions,
): Float32Array[] {
  const rowsOf = new Map<string, number[]>();
  cells.forEach(({ tileId }, row) => {
    rowsOf.set(tileId, [...(rowsOf.get(tileId) ?? []), row]);
  });
  const soft = cells.map(({ targets }) => new Float32Array(targets.length));
  cells.forEach(({ tileId, targets }, row) => {
    const own = soft[row]!;
    const tile = rowsOf.get(tileId) ?? [];
    for (const [label, given] of targets.entries()) {
      if (given <= 0 || label === negative) continue;
      const scoreOf = (other: number) => probabilities[other * targets.length + label]!;
      own[label] = softTarget(tile.map(scoreOf), scoreOf(row), rate, softness);
    }
    if (negative !== null) own[negative] = Math.max(targets[negative]!, 1 - Math.max(0, ...own));
  });
  return soft;
}

/** Of a cell with `score` among all `scores` of its tile, its own among them; equal scores share their mean rank. */
export function softTarget(scores: readonly number[], score: number, rate: number, softness: number): number {
  if (scores.some(Number.isNaN)) return rate;
  const below = scores.filter((other) => other < score).length;
  const equal = scores.filter((other) => other === score).length;
  const rank = (below + equal / 2) / scores.length;
  return 1 / (1 + Math.exp(-(rank - (1 - rate)) / softness));
}
