import { applyDifference } from "../../../src/correction/apply-difference.ts";
import type { CellMaps } from "../../../src/correction/cell-maps.ts";
import { correctMaps } from "../../../src/correction/correct-maps.ts";
import type { CellEdit } from "../../../src/domain/cell/cell-edit.ts";
import { writeGrid } from "../segmentation/text-grid.ts";

/** The maps after an edit, drawn as text, or the words of the refusal. */
export function edited(maps: CellMaps, edit: CellEdit): { readonly cells: string; readonly nuclei: string } | string {
  const made = correctMaps(maps, edit);
  if ("refused" in made) return made.refused;
  const cells = maps.cells.labels.slice();
  const nuclei = maps.nuclei.labels.slice();
  applyDifference(cells, nuclei, made);
  return { cells: writeGrid(cells, maps.cells.width), nuclei: writeGrid(nuclei, maps.cells.width) };
}

/** The map of cells after an edit, drawn as text, or the words of the refusal. */
export function editedCells(maps: CellMaps, edit: CellEdit): string {
  const made = edited(maps, edit);
  return typeof made === "string" ? made : made.cells;
}
