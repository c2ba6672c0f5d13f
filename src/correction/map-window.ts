import type { Box } from "../domain/cell/cell.ts";
import type { LabelDifference, LabelRuns } from "../domain/cell/label-difference.ts";
import type { CellMaps } from "./cell-maps.ts";

/**
 * A copy of a part of the maps. A correction changes the copy, and `differenceOf` compares it with the maps. So no
 * correction changes the maps themselves, and its time depends on the size of the cells, not on the size of the tile.
 */
export interface MapWindow {
  readonly box: Box;
  readonly width: number;
  readonly height: number;
  /** `[height, width]`, row-major. */
  readonly cells: Uint16Array;
  /** The same shape. */
  readonly nuclei: Uint16Array;
}

/** The part of the box that is inside of the maps, in whole px; it may be empty (right <= left or bottom <= top). */
export function clipBox({ cells }: CellMaps, box: Box): Box {
  return {
    left: Math.max(0, Math.floor(box.left)),
    top: Math.max(0, Math.floor(box.top)),
    right: Math.min(cells.width, Math.ceil(box.right)),
    bottom: Math.min(cells.height, Math.ceil(box.bottom)),
  };
}

/** Copies the part of the maps in `box`; the part of the box outside of the maps is left out. */
export function openWindow(maps: CellMaps, box: Box): MapWindow {
  const clipped = clipBox(maps, box);
  const width = Math.max(0, clipped.right - clipped.left);
  const height = Math.max(0, clipped.bottom - clipped.top);
  const cells = new Uint16Array(width * height);
  const nuclei = new Uint16Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (clipped.top + y) * maps.cells.width + clipped.left;
    cells.set(maps.cells.labels.subarray(from, from + width), y * width);
    nuclei.set(maps.nuclei.labels.subarray(from, from + width), y * width);
  }
  return { box: clipped, width, height, cells, nuclei };
}

/** The difference between the maps and a window that was changed since it was opened. */
export function differenceOf(maps: CellMaps, window: MapWindow): LabelDifference {
  return {
    cells: runsOf(maps.cells.labels, maps.cells.width, window, window.cells),
    nuclei: runsOf(maps.nuclei.labels, maps.nuclei.width, window, window.nuclei),
  };
}

function runsOf(
  labels: Uint16Array,
  mapWidth: number,
  { box, width, height }: MapWindow,
  changed: Uint16Array,
): LabelRuns {
  const starts: number[] = [];
  const lengths: number[] = [];
  const before: number[] = [];
  const after: number[] = [];
  for (let y = 0; y < height; y++) {
    const row = (box.top + y) * mapWidth + box.left;
    for (let x = 0; x < width; ) {
      const was = labels[row + x]!;
      const is = changed[y * width + x]!;
      let end = x + 1;
      while (end < width && labels[row + end] === was && changed[y * width + end] === is) end++;
      if (was !== is) {
        starts.push(row + x);
        lengths.push(end - x);
        before.push(was);
        after.push(is);
      }
      x = end;
    }
  }
  return {
    starts: Uint32Array.from(starts),
    lengths: Uint32Array.from(lengths),
    before: Uint16Array.from(before),
    after: Uint16Array.from(after),
  };
}
