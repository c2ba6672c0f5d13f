import type { CellEdit, Refusal } from "../domain/cell/cell-edit.ts";
import type { LabelDifference } from "../domain/cell/label-difference.ts";
import type { CellMaps } from "./cell-maps.ts";
import { differenceOf, openWindow } from "./map-window.ts";
import { presentCells } from "./present-cells.ts";
import { noSuchCell } from "./refusals.ts";

/** Turns cells and their nuclei into background. Refused when none of the cells exists. */
export function deleteCells(
  maps: CellMaps,
  { cells }: Extract<CellEdit, { kind: "delete" }>,
): LabelDifference | Refusal {
  const { present: gone, box } = presentCells(maps, cells);
  if (box === null) return noSuchCell;
  const window = openWindow(maps, box);
  window.cells.forEach((number, at) => {
    if (!gone.has(number)) return;
    window.cells[at] = 0;
    window.nuclei[at] = 0;
  });
  return differenceOf(maps, window);
}
