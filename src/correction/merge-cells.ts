import type { CellEdit, Refusal } from "../domain/cell/cell-edit.ts";
import type { LabelDifference } from "../domain/cell/label-difference.ts";
import { connectedPieces } from "../imaging/connected-pieces.ts";
import type { CellMaps } from "./cell-maps.ts";
import { differenceOf, openWindow } from "./map-window.ts";
import { presentCells } from "./present-cells.ts";

/**
 * Joins cells that touch to one cell with the lowest of their numbers, and their nuclei too. Refused for cells that do
 * not touch, because the pixels between them would have to be guessed.
 */
export function mergeCells(maps: CellMaps, { cells }: Extract<CellEdit, { kind: "merge" }>): LabelDifference | Refusal {
  const { present: merged, box } = presentCells(maps, cells);
  if (merged.size < 2 || box === null) return { refused: "Select two cells or more to merge." };
  const kept = Math.min(...merged);
  const window = openWindow(maps, box);
  const { areas } = connectedPieces(
    window.cells.map((number) => (merged.has(number) ? 1 : 0)),
    window.width,
  );
  if (areas.length > 2) {
    const which = merged.size === 2 ? "The two cells" : "The cells";
    return { refused: `${which} do not touch. Close the gap with the brush first.` };
  }
  for (const labels of [window.cells, window.nuclei]) {
    labels.forEach((number, at) => {
      if (merged.has(number)) labels[at] = kept;
    });
  }
  return differenceOf(maps, window);
}
