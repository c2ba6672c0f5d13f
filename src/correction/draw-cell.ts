import type { CellEdit, Refusal } from "../domain/cell/cell-edit.ts";
import type { LabelDifference } from "../domain/cell/label-difference.ts";
import { connectedPieces, drawPieces } from "../imaging/connected-pieces.ts";
import type { CellMaps } from "./cell-maps.ts";
import { freeNumbers } from "./free-numbers.ts";
import { differenceOf } from "./map-window.ts";
import { rasteriseOutline } from "./rasterise-outline.ts";
import { strokeBox } from "./rasterise-stroke.ts";
import { noNumberLeft } from "./refusals.ts";
import { openAround, takePixels } from "./take-pixels.ts";

/** px; an outline that encloses less is taken for a slip of the hand. */
const smallestArea = 9;

/**
 * Makes a new cell inside a closed outline, with the next free number. The cell takes only background, or, when
 * `overNeighbours` is true, all pixels inside of the outline. When these form several pieces, the largest piece becomes
 * the cell. The pixels that it takes from its neighbours' nuclei become its nucleus; otherwise it has none.
 */
export function drawCell(
  maps: CellMaps,
  { outline, overNeighbours }: Extract<CellEdit, { kind: "draw" }>,
): LabelDifference | Refusal {
  const window = openAround(maps, strokeBox(outline, 0));
  const inside = rasteriseOutline(outline, window.box);
  const free = inside.map((pixel, at) => (pixel === 1 && (overNeighbours || window.cells[at] === 0) ? 1 : 0));
  const pieces = connectedPieces(free, window.width);
  const { areas } = pieces;
  const largest = areas.reduce((best, area, piece) => (area > areas[best]! ? piece : best), 0);
  if (areas[largest]! < smallestArea) {
    const crowded = inside.reduce((sum, pixel) => sum + pixel, 0) >= smallestArea;
    return {
      refused: crowded
        ? "Other cells are in the way. Hold Alt while drawing to take from them."
        : "The outline encloses too little for a cell. Draw round the whole cell.",
    };
  }
  const [number] = freeNumbers(maps.boxes, 1);
  if (number === undefined) return noNumberLeft;
  takePixels(
    window,
    number,
    drawPieces(pieces, free.length).map((piece) => (piece === largest ? 1 : 0)),
  );
  return differenceOf(maps, window);
}
