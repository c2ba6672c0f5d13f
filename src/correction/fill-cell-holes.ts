import type { CellEdit, Refusal } from "../domain/cell/cell-edit.ts";
import type { LabelDifference } from "../domain/cell/label-difference.ts";
import { fillHoles } from "../segmentation/fill-holes.ts";
import type { CellMaps } from "./cell-maps.ts";
import { isEmptyDifference } from "./describe-difference.ts";
import { differenceOf, openWindow } from "./map-window.ts";
import { presentCells } from "./present-cells.ts";
import { noSuchCell } from "./refusals.ts";

/** Fills the holes of these cells: background that only the cell encloses. A hole with another cell in it stays. */
export function fillCellHoles(
  maps: CellMaps,
  { cells }: Extract<CellEdit, { kind: "fill-holes" }>,
): LabelDifference | Refusal {
  const { present: wanted, box } = presentCells(maps, cells);
  if (box === null) return noSuchCell;
  // With one pixel of margin, a bay that only the box's edge closes stays open.
  const { left, top, right, bottom } = box;
  const window = openWindow(maps, { left: left - 1, top: top - 1, right: right + 1, bottom: bottom + 1 });
  const filled = Int32Array.from(window.cells);
  fillHoles(filled, window.width, window.height);
  filled.forEach((number, at) => {
    if (wanted.has(number)) window.cells[at] = number;
  });
  const difference = differenceOf(maps, window);
  if (!isEmptyDifference(difference)) return difference;
  return { refused: wanted.size === 1 ? `Cell ${[...wanted][0]} has no holes.` : "The selected cells have no holes." };
}
