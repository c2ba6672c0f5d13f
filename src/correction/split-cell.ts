import type { CellEdit, Polyline, Refusal } from "../domain/cell/cell-edit.ts";
import type { LabelDifference } from "../domain/cell/label-difference.ts";
import { connectedPieces, drawPieces } from "../imaging/connected-pieces.ts";
import type { CellMaps } from "./cell-maps.ts";
import { freeNumbers } from "./free-numbers.ts";
import { differenceOf, type MapWindow, openWindow } from "./map-window.ts";
import { rasteriseLine } from "./rasterise-line.ts";
import { noNumberLeft, noSuchCell } from "./refusals.ts";

/**
 * A part smaller than this share of the cell comes from a trembling hand at the cell's edge; it stays with its
 * neighbour.
 */
const smallestShare = 0.01;

/**
 * Splits a cell along a line that runs from edge to edge. The largest part keeps the number; the others get the next
 * free numbers, larger parts first. A nucleus that the line crosses is split too.
 */
export function splitCell(
  maps: CellMaps,
  { cell, line }: Extract<CellEdit, { kind: "split" }>,
): LabelDifference | Refusal {
  const number = cell ?? longestUnder(maps, line);
  if (number === null) return { refused: "The line crosses no cell." };
  const box = maps.boxes.get(number);
  if (box === undefined) return noSuchCell;
  const window = openWindow(maps, box);
  const { width, height, cells, nuclei } = window;
  const cut = new Uint8Array(cells.length);
  rasteriseLine(line, (x, y) => {
    const [column, row] = [x - window.box.left, y - window.box.top];
    if (column >= 0 && row >= 0 && column < width && row < height) cut[row * width + column] = 1;
  });
  const pieces = connectedPieces(
    cells.map((label, at) => (label === number && cut[at] === 0 ? 1 : 0)),
    width,
  );
  const all = pieces.areas.reduce((sum, area) => sum + area, 0);
  const parts = Array.from(pieces.areas, (area, piece) => ({ area, piece }))
    .filter(({ area, piece }) => piece > 0 && area >= all * smallestShare)
    .sort((a, b) => b.area - a.area || a.piece - b.piece);
  if (parts.length < 2) {
    return { refused: `The line does not split cell ${number}. Draw it from edge to edge.` };
  }
  const free = freeNumbers(maps.boxes, parts.length - 1);
  if (free.length < parts.length - 1) return noNumberLeft;
  const numberOf = new Map(parts.map(({ piece }, rank) => [piece, rank === 0 ? number : free[rank - 1]!]));
  const owner = drawPieces(pieces, cells.length).map((piece) => numberOf.get(piece) ?? 0);
  growInto(owner, window, number);
  owner.forEach((part, at) => {
    if (cells[at] !== number) return;
    cells[at] = part;
    if (nuclei[at] === number) nuclei[at] = part;
  });
  return differenceOf(maps, window);
}

/** The cell with the most pixels under the line, the lowest number among equals; null when there is none. */
function longestUnder({ cells }: CellMaps, line: Polyline): number | null {
  const under = new Map<number, number>();
  rasteriseLine(line, (x, y) => {
    if (x < 0 || y < 0 || x >= cells.width || y >= cells.height) return;
    const number = cells.labels[y * cells.width + x]!;
    if (number > 0) under.set(number, (under.get(number) ?? 0) + 1);
  });
  const [first] = [...under].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return first?.[0] ?? null;
}

/**
 * Grows the parts ring by ring over those pixels of the cell that belong to no part yet. So each part stays one piece.
 */
function growInto(owner: Int32Array, { width, cells }: MapWindow, cell: number): void {
  let front: number[] = [];
  owner.forEach((part, at) => {
    if (part !== 0) front.push(at);
  });
  while (front.length > 0) {
    const next: number[] = [];
    for (const at of front) {
      const x = at % width;
      const near = [at - width, at + width, x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1];
      for (const other of near) {
        if (other < 0 || other >= owner.length || cells[other] !== cell || owner[other] !== 0) continue;
        owner[other] = owner[at]!;
        next.push(other);
      }
    }
    front = next;
  }
}
