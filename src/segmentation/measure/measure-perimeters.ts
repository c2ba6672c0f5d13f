import type { LabelMap } from "../../domain/tile/label-map.ts";

/**
 * What a border px adds to the perimeter, px. The index describes its neighbours that are on the border too: 1, plus 2
 * for each neighbour that shares a side, plus 10 for each neighbour at a corner. All other patterns add nothing
 * (Benkrid and Crookes, "Design and FPGA Implementation of a Perimeter Estimator"; the table is that of
 * `skimage.measure.perimeter`).
 */
const weights = new Float64Array(50);
for (const straight of [5, 7, 15, 17, 25, 27]) weights[straight] = 1;
for (const diagonal of [21, 33]) weights[diagonal] = Math.SQRT2;
for (const bend of [13, 23]) weights[bend] = (1 + Math.SQRT2) / 2;

/**
 * Measures the perimeter of every region. A px of a region is on its border when one of the four px beside it is not in
 * the region; px outside of the image are in no region.
 *
 * @returns `[count + 1]`, px; 0 for numbers that do not occur.
 */
export function measurePerimeters(map: LabelMap): Float64Array {
  const { width, height, labels, count } = map;
  const perimeters = new Float64Array(count + 1);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const inner = y > 0 && y < height - 1;
    for (let start = 0; start < width; ) {
      const label = labels[row + start]!;
      let end = start + 1;
      while (end < width && labels[row + end] === label) end++;
      if (label !== 0) {
        let length = borderLength(map, start, y, label);
        // Inside of a run the px to the left and right are in the region: only those above and below can make a border.
        for (let x = start + 1; x < end - 1; x++) {
          const at = row + x;
          if (inner && labels[at - width] === label && labels[at + width] === label) continue;
          length += borderLength(map, x, y, label);
        }
        if (end - start > 1) length += borderLength(map, end - 1, y, label);
        perimeters[label]! += length;
      }
      start = end;
    }
  }
  return perimeters;
}

/** What a px on the border adds to its region's perimeter, px. */
function borderLength(map: LabelMap, x: number, y: number, label: number): number {
  const beside =
    onBorder(map, x - 1, y, label) +
    onBorder(map, x + 1, y, label) +
    onBorder(map, x, y - 1, label) +
    onBorder(map, x, y + 1, label);
  const across =
    onBorder(map, x - 1, y - 1, label) +
    onBorder(map, x + 1, y - 1, label) +
    onBorder(map, x - 1, y + 1, label) +
    onBorder(map, x + 1, y + 1, label);
  return weights[1 + 2 * beside + 10 * across]!;
}

function onBorder(map: LabelMap, x: number, y: number, label: number): number {
  if (!inside(map, x, y, label)) return 0;
  return inside(map, x - 1, y, label) &&
    inside(map, x + 1, y, label) &&
    inside(map, x, y - 1, label) &&
    inside(map, x, y + 1, label)
    ? 0
    : 1;
}

function inside({ width, height, labels }: LabelMap, x: number, y: number, label: number): boolean {
  return x >= 0 && y >= 0 && x < width && y < height && labels[y * width + x] === label;
}
