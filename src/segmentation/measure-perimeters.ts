import type { LabelMap } from "../domain/label-map.ts";

/**
 * What a border px adds to the outline, by its neighbours on the border: 1 + 2 a neighbour beside + 10 a neighbour across
 * a corner. All other patterns add nothing (Benkrid and Crookes, "Design and FPGA Implementation of a Perimeter
 * Estimator"; the table is that of `skimage.measure.perimeter`).
 */
const weights = new Float64Array(50);
for (const straight of [5, 7, 15, 17, 25, 27]) weights[straight] = 1;
for (const diagonal of [21, 33]) weights[diagonal] = Math.SQRT2;
for (const bend of [13, 23]) weights[bend] = (1 + Math.SQRT2) / 2;

/**
 * The perimeter of every region in px, one entry a number. A px is on the border when one of the four beside it is not of
 * its region; what lies outside of the image is not.
 */
export function measurePerimeters({ width, height, labels, count }: LabelMap): Float64Array {
  const perimeters = new Float64Array(count + 1);

  function inside(x: number, y: number, label: number): boolean {
    return x >= 0 && y >= 0 && x < width && y < height && labels[y * width + x] === label;
  }

  function onBorder(x: number, y: number, label: number): number {
    if (!inside(x, y, label)) return 0;
    return inside(x - 1, y, label) && inside(x + 1, y, label) && inside(x, y - 1, label) && inside(x, y + 1, label)
      ? 0
      : 1;
  }

  function addBorder(x: number, y: number, label: number): void {
    const beside =
      onBorder(x - 1, y, label) + onBorder(x + 1, y, label) + onBorder(x, y - 1, label) + onBorder(x, y + 1, label);
    const across =
      onBorder(x - 1, y - 1, label) +
      onBorder(x + 1, y - 1, label) +
      onBorder(x - 1, y + 1, label) +
      onBorder(x + 1, y + 1, label);
    perimeters[label] = (perimeters[label] as number) + (weights[1 + 2 * beside + 10 * across] as number);
  }

  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) {
      const at = row + x;
      const label = labels[at] as number;
      if (label === 0) continue;
      // The inner px of a region, by far the most, are told by four comparisons.
      const inner =
        x > 0 &&
        x < width - 1 &&
        y > 0 &&
        y < height - 1 &&
        labels[at - 1] === label &&
        labels[at + 1] === label &&
        labels[at - width] === label &&
        labels[at + width] === label;
      if (!inner) addBorder(x, y, label);
    }
  }
  return perimeters;
}
