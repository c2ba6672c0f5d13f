import type { CellEdit, Refusal } from "../domain/cell/cell-edit.ts";
import type { LabelDifference } from "../domain/cell/label-difference.ts";
import type { CellMaps } from "./cell-maps.ts";
import { isEmptyDifference } from "./describe-difference.ts";
import { findPieces } from "./find-pieces.ts";
import { differenceOf } from "./map-window.ts";
import { rasteriseStroke, strokeBox } from "./rasterise-stroke.ts";
import { noSuchCell } from "./refusals.ts";
import { openAround, takePixels } from "./take-pixels.ts";
import { unionBox } from "./union-box.ts";

/**
 * What lies under the brush joins the cell: background alone, or neighbours' pixels too. Only what hangs together with the
 * cell is taken, so that it stays one piece.
 */
export function paintCell(
  maps: CellMaps,
  { cell, stroke, radius, overNeighbours }: Extract<CellEdit, { kind: "paint" }>,
): LabelDifference | Refusal {
  const box = maps.boxes.get(cell);
  if (box === undefined) return noSuchCell;
  const window = openAround(maps, unionBox([box, strokeBox(stroke, radius)]) ?? box);
  const { width, height, cells } = window;
  const brushed = rasteriseStroke(stroke, radius, window.box);
  const { pieceOf } = findPieces(
    width,
    height,
    (at) => cells[at] === cell || (brushed[at] === 1 && (overNeighbours || cells[at] === 0)),
  );
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
