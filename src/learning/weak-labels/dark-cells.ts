import type { Bags } from "../batches/cell-bags.ts";
import type { CellMemory } from "./cell-memory.ts";
import { softTarget } from "./soft-labels.ts";

/*
 * Finds cells that show no protein. The labels of a tile do not say which cells these are, although one cell in ten is
 * dark. A network that learns inherited labels still gives dark cells the lowest logits, because it learns the noise in
 * the labels last (Arpit et al. 2017; this is why Han et al. 2018, "Co-teaching", use the small losses of a batch). So
 * the cells of a tile are ranked as in self-training, but by the memory of cells instead of by networks of other folds.
 */

export interface DarkOptions {
  /** Index of the class for cells that show no protein. */
  readonly negative: number;
  /** Probability that a cell shows a label of its tile, 0..1. */
  readonly rate: number;
  /** The labels of each cell's tile, `[classes]`, 0 or 1. */
  readonly labels: readonly Float32Array[];
}

/** Width of the step between cells that show a label and cells that do not, in ranks of 0..1. */
const softness = 0.05;

/**
 * Estimates whether a cell shows no protein, 0..1: 1 minus the largest soft label among the labels of its tile. 0
 * for the picture of a tile, for a cell that the network has not seen yet, and if the tile has no label other than
 * `negative`.
 */
export function darkShare(
  { logits, classes, seen }: CellMemory,
  bags: Bags,
  cell: number,
  options: DarkOptions,
): number {
  const { negative, rate, labels } = options;
  if (bags.cells[cell]?.isPicture === true || seen[cell] !== 1) return 0;
  const members = [...bags.members[cell]!].filter((other) => seen[other] === 1);
  let shown: number | null = null;
  for (const [label, given] of labels[cell]!.entries()) {
    if (given <= 0 || label === negative) continue;
    const logit = (other: number) => logits[other * classes + label]!;
    shown = Math.max(shown ?? 0, softTarget(members.map(logit), logit(cell), rate, softness));
  }
  return shown === null ? 0 : 1 - shown;
}
