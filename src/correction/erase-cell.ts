import type { CellEdit, Refusal } from "../domain/cell/cell-edit.ts";
import type { LabelDifference } from "../domain/cell/label-difference.ts";
import type { CellMaps } from "./cell-maps.ts";
import { isEmptyDifference } from "./describe-difference.ts";
import { keepMainPiece } from "./keep-main-piece.ts";
import { differenceOf, openWindow } from "./map-window.ts";
import { rasteriseStroke } from "./rasterise-stroke.ts";
import { noSuchCell } from "./refusals.ts";

/** Removes the pixels under the eraser from the cell, and the pieces that this cuts off. */
export function eraseCell(
  maps: CellMaps,
  { cell, stroke, radius }: Extract<CellEdit, { kind: "erase" }>,
): LabelDifference | Refusal {
  const box = maps.boxes.get(cell);
  if (box === undefined) return noSuchCell;
  const window = openWindow(maps, box);
  const { cells, nuclei } = window;
  const brushed = rasteriseStroke(stroke, radius, window.box);
  cells.forEach((number, at) => {
    if (number !== cell || brushed[at] === 0) return;
    cells[at] = 0;
    nuclei[at] = 0;
  });
  if (!cells.includes(cell)) return { refused: "That would erase the whole cell. Press Delete to remove it." };
  keepMainPiece(window, cell);
  const difference = differenceOf(maps, window);
  return isEmptyDifference(difference) ? { refused: `The eraser does not touch cell ${cell}.` } : difference;
}
