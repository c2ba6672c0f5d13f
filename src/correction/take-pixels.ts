import type { Box } from "../domain/cell/cell.ts";
import type { CellMaps } from "./cell-maps.ts";
import { keepMainPiece } from "./keep-main-piece.ts";
import { clipBox, type MapWindow, openWindow } from "./map-window.ts";
import { unionBox } from "./union-box.ts";

/**
 * A window that holds `box`, and wholly every cell that reaches into it: their pixels may be taken away, and what is left of
 * each must be looked at as a whole.
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
 * Gives pixels to a cell, in place. Nuclear stain stays nuclear stain: a pixel of a neighbour's nucleus becomes one of the
 * cell's own. Of neighbours that are cut in pieces the main piece stays.
 *
 * @param taken `[height, width]` of the window, not 0 where the cell takes the pixel.
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
