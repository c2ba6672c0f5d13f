import type { Example } from "../batches/batches.ts";

/**
 * Soft labels of cells are computed from the labels of their tile and from the probabilities of a network that has
 * not seen the tile. These are pseudo-labels (Lee 2013, "Pseudo-Label: The Simple and Efficient Semi-Supervised
 * Learning Method"). They are predicted out of fold, as the best solutions of the Human Protein Atlas challenge
 * relabelled their cells.
 *
 * A network that learnt from inherited labels overestimates or underestimates a class as a whole, so its
 * probabilities only rank the cells of a tile. The measured rate determines how many of them show a label. With r =
 * (rank + 0.5) / n in 0..1 for n cells in the tile, target = sigmoid((r - (1 - rate)) / 0.15). So the upper `rate`
 * of the cells have targets above one half.
 */

/** Width of the step between cells that show a label and cells that do not, in ranks of 0..1. */
const softness = 0.15;

export interface SoftLabelOptions {
  /** Probability that a cell shows a label of its tile, 0..1. */
  readonly rate: number;
  /** Index of the class for cells that show no protein. null when there is none. */
  readonly negative: number | null;
}

/**
 * Computes soft targets. Labels that the tile lacks have target 0. The target of the negative class is the larger of
 * the tile's label and of 1 minus the cell's largest other target.
 * @param cells each with the labels of its tile, 0 or 1. All cells of a tile have the same labels.
 * @param probabilities `[cells, classes]`, row-major, of networks that have not learnt from the cell's tile. NaN if
 * no network can judge the class. The target is then the rate.
 * @returns `[classes]` for each cell, 0..1
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

/**
 * The soft target of a cell with this score, 0..1. Equal scores get their mean rank.
 * @param scores the scores of all cells of the tile, including `score`
 */
export function softTarget(scores: readonly number[], score: number, rate: number, softness: number): number {
  if (scores.some(Number.isNaN)) return rate;
  const below = scores.filter((other) => other < score).length;
  const equal = scores.filter((other) => other === score).length;
  const rank = (below + equal / 2) / scores.length;
  return 1 / (1 + Math.exp(-(rank - (1 - rate)) / softness));
}
