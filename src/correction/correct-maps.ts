import type { CellEdit, Refusal } from "../domain/cell/cell-edit.ts";
import type { LabelDifference } from "../domain/cell/label-difference.ts";
import type { CellMaps } from "./cell-maps.ts";
import { deleteCells } from "./delete-cells.ts";
import { drawCell } from "./draw-cell.ts";
import { eraseCell } from "./erase-cell.ts";
import { fillCellHoles } from "./fill-cell-holes.ts";
import { mergeCells } from "./merge-cells.ts";
import { paintCell } from "./paint-cell.ts";
import { splitCell } from "./split-cell.ts";

/**
 * Works out how an edit changes the maps; the maps themselves stay as they are.
 *
 * @returns a difference, which is never empty, or a refusal; an edit that changes nothing is refused.
 */
export function correctMaps(maps: CellMaps, edit: CellEdit): LabelDifference | Refusal {
  switch (edit.kind) {
    case "delete":
      return deleteCells(maps, edit);
    case "merge":
      return mergeCells(maps, edit);
    case "split":
      return splitCell(maps, edit);
    case "draw":
      return drawCell(maps, edit);
    case "paint":
      return paintCell(maps, edit);
    case "erase":
      return eraseCell(maps, edit);
    case "fill-holes":
      return fillCellHoles(maps, edit);
  }
}
