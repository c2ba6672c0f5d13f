import type { Bags } from "../batches/cell-bags.ts";
import type { CellMemory } from "./cell-memory.ts";
import { softTarget } from "./soft-labels.ts";

/*
 * Which cells show nothing. No label says so where a tile's labels are those of its cells taken together, and yet one cell in ten
 * is dark. A network that learns inherited labels still gives the dark ones the lowest logits: what is noise in the labels is
 * learnt last (Arpit et al. 2017; Han et al. 2018, "Co-teaching", take the small losses of a batch for that reason). So the cells of
 * a tile are ranked, as self-training ranks them, but by the memory of the epoch at hand instead of by networks of other folds.
 */

export interface DarkOptions {
  /** Index of the class that says so. */
  readonly negative: number;
  /** How likely a cell shows a label of its tile, 0..1. */
  readonly rate: number;
  /** Of each cell, `[classes]`, 0 or 1. */
  readonly labels: readonly Float32Array[];
}

/** Width of the step between cells that show a label and those that do not, in ranks of 0..1. */
const softness = 0.05;

/**
 * How far a cell is thought to show nothing, 0..1: 1 - its largest soft label, of those that its tile has. 0 for the picture of a tile,
 * for a cell that was not seen yet, and where the tile has no other label than `negative`.
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
