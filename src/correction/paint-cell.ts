import type { CellEdit, Refusal } from "../domain/cell/cell-edit.ts";
import type { LabelDifference } from "../domain/cell/label-difference.ts";
import { connectedPieces, drawPieces } from "../imaging/connected-pieces.ts";
import type { CellMaps } from "./cell-maps.ts";
import { isEmptyDifference } from "./describe-difference.ts";
import { differenceOf } from "./map-window.ts";
import { rasteriseStroke, strokeBox } from "./rasterise-stroke.ts";
import { noSuchCell } from "./refusals.ts";
import { openAround, takePixels } from "./take-pixels.ts";
import { unionBox } from "./union-box.ts";

/**
 * Adds the pixels under the brush to the cell: only background, or, when `overNeighbours` is true, its neighbours'
 * pixels too. Only pixels that are 4-connected with the cell are taken, so that the cell stays one piece.
 */
export function paintCell(
  maps: CellMaps,
  { cell, stroke, radius, overNeighbours }: Extract<CellEdit, { kind: "paint" }>,
): LabelDifference | Refusal {
  const box = maps.boxes.get(cell);
  if (box === undefined) return noSuchCell;
  const window = openAround(maps, unionBox([box, strokeBox(stroke, radius)]) ?? box);
  const { width, cells } = window;
  const brushed = rasteriseStroke(stroke, radius, window.box);
  const joined = cells.map((number, at) =>
    number === cell || (brushed[at] === 1 && (overNeighbours || number === 0)) ? 1 : 0,
  );
  const pieceOf = drawPieces(connectedPieces(joined, width), joined.length);
  const own = pieceOf[cells.indexOf(cell)];
  takePixels(
    window,
    cell,
    pieceOf.map((piece) => (piece === own ? 1 : 0)),
  );
  const difference = differenceOf(maps, window);
  if (!isEmptyDifference(difference)) return difference;
  const reaches = cells.some((number, at) => number === cell && brushed[at] === 1);
  return {
    refused: reaches
      ? "There is no background under the brush. Hold Alt to take from neighbours."
      : `The stroke does not touch cell ${cell}. Start inside it.`,
  };
}
