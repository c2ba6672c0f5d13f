import type { Box } from "../domain/cell/cell.ts";
import type { CellMaps } from "./cell-maps.ts";
import { keepMainPiece } from "./keep-main-piece.ts";
import { clipBox, type MapWindow, openWindow } from "./map-window.ts";
import { unionBox } from "./union-box.ts";

/**
 * Opens a window that contains `box` and the whole of every cell whose box overlaps it: pixels of these cells may be
 * taken, and the rest of each cell must be looked at as a whole.
 */
export function openAround(maps: CellMaps, box: Box): MapWindow {
  const clipped = clipBox(maps, box);
  const reached = [...maps.boxes.values()].filter(
    (other) =>
      other.left < clipped.right &&
      other.right > clipped.left &&
      other.top < clipped.bottom &&
      other.bottom > clipped.top,
  );
  return openWindow(maps, unionBox([clipped, ...reached]) ?? clipped);
}

/**
 * Gives pixels to a cell, in place. A pixel of a neighbour's nucleus becomes a pixel of the cell's own nucleus. When
 * this cuts a neighbour into pieces, only its main piece stays.
 *
 * @param taken `[height, width]` of the window, row-major: not 0 where the cell takes the pixel.
 */
export function takePixels(window: MapWindow, cell: number, taken: ArrayLike<number>): void {
  const { cells, nuclei } = window;
  const losers = new Set<number>();
  for (let at = 0; at < cells.length; at++) {
    const owner = cells[at]!;
    if (taken[at] === 0 || owner === cell) continue;
    if (owner !== 0) losers.add(owner);
    if (nuclei[at] !== 0) nuclei[at] = cell;
    cells[at] = cell;
  }
  for (const loser of losers) keepMainPiece(window, loser);
}
