import type { CellMaps } from "../../../src/correction/cell-maps.ts";
import { unionBox } from "../../../src/correction/union-box.ts";
import type { Box } from "../../../src/domain/cell/cell.ts";
import type { LabelMap } from "../../../src/domain/tile/label-map.ts";
import { readGrid } from "../segmentation/text-grid.ts";

/** The box of each cell in a label map, pixel by pixel. */
function boxesOf({ width, labels }: LabelMap): Map<number, Box> {
  const boxes = new Map<number, Box>();
  labels.forEach((number, at) => {
    if (number === 0) return;
    const [x, y] = [at % width, Math.floor(at / width)];
    const pixel = { left: x, top: y, right: x + 1, bottom: y + 1 };
    boxes.set(number, unionBox([boxes.get(number) ?? pixel, pixel]) ?? pixel);
  });
  return boxes;
}

export function mapsOf(width: number, height: number, cells: Uint16Array, nuclei: Uint16Array): CellMaps {
  const map = (labels: Uint16Array): LabelMap => ({
    width,
    height,
    labels,
    count: labels.reduce((highest, label) => Math.max(highest, label), 0),
  });
  return { cells: map(cells), nuclei: map(nuclei), boxes: boxesOf(map(cells)) };
}

/** Reads maps from text; without a text of the nuclei no cell has a nucleus. */
export function drawMaps(cells: string, nuclei?: string): CellMaps {
  const { width, height, values } = readGrid(cells);
  const inner = nuclei === undefined ? values.map(() => 0) : readGrid(nuclei).values;
  return mapsOf(width, height, Uint16Array.from(values), Uint16Array.from(inner));
}
