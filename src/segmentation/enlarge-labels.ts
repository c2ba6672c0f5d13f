import type { Regions } from "./measure/regions.ts";

/**
 * Brings labels from the working scale to full resolution with smooth outlines. Every full-resolution pixel takes the
 * label with the most bilinear weight among the four nearest working-scale pixels. A 4-connected region stays
 * 4-connected: on the line between two neighbouring pixels with one label that label has most of the weight, and on the
 * way from any pixel that takes a label to the working-scale pixel with that label, every pixel takes it too.
 *
 * @param factor side of one px of `regions` in full-resolution px, a whole number >= 1.
 * @returns `[height, width]`, row-major.
 */
export function enlargeLabels(regions: Regions, factor: number, width: number, height: number): Uint16Array {
  const full = new Uint16Array(width * height);
  if (factor === 1) {
    full.set(regions.labels);
    return full;
  }
  const { labels, width: columns, height: rows } = regions;
  // `starts[c + 1]`: the first x between the middles of the source columns c and c + 1. c = -1 is left of column 0's
  // middle.
  const starts = new Int32Array(columns + 2);
  const share = new Float64Array(width);
  for (let x = 0; x < width; x++) {
    const at = (x + 0.5) / factor - 0.5;
    share[x] = at - Math.floor(at);
  }
  for (let column = 0; column <= columns; column++) {
    // First x with (x + 0.5) / factor - 0.5 >= column.
    starts[column + 1] = Math.min(width, Math.ceil((column + 0.5) * factor - 0.5));
  }
  starts[columns + 1] = width;
  for (let y = 0; y < height; y++) {
    const at = (y + 0.5) / factor - 0.5;
    const upper = Math.floor(at);
    const down = at - upper;
    const above = Math.max(0, upper) * columns;
    const below = Math.min(rows - 1, upper + 1) * columns;
    // A run of pixels with one label is filled at once.
    let run = 0;
    let runFrom = 0;
    for (let column = -1; column < columns; column++) {
      const left = Math.max(0, column);
      const right = Math.min(columns - 1, column + 1);
      const a = labels[above + left]!;
      const b = labels[above + right]!;
      const c = labels[below + left]!;
      const d = labels[below + right]!;
      const from = y * width + starts[column + 1]!;
      const even = a === b && a === c && a === d;
      if (even && a === run) continue;
      if (run !== 0) full.fill(run, runFrom, from);
      run = even ? a : 0;
      runFrom = from;
      if (even) continue;
      const to = y * width + starts[column + 2]!;
      for (let pixel = from; pixel < to; pixel++) {
        full[pixel] = elect(a, b, c, d, share[pixel - y * width]!, down);
      }
    }
    if (run !== 0) full.fill(run, runFrom, (y + 1) * width);
  }
  return full;
}

/**
 * The label with the most weight among a (top left), b (top right), c (bottom left) and d (bottom right); among equals
 * the first one.
 *
 * @param across 0..1: the place between left and right.
 * @param down 0..1: the place between top and bottom.
 */
function elect(a: number, b: number, c: number, d: number, across: number, down: number): number {
  const weightA = (1 - across) * (1 - down);
  const weightB = across * (1 - down);
  const weightC = (1 - across) * down;
  const weightD = across * down;
  const forA = weightA + (b === a ? weightB : 0) + (c === a ? weightC : 0) + (d === a ? weightD : 0);
  const forB = weightB + (a === b ? weightA : 0) + (c === b ? weightC : 0) + (d === b ? weightD : 0);
  const forC = weightC + (a === c ? weightA : 0) + (b === c ? weightB : 0) + (d === c ? weightD : 0);
  const forD = weightD + (a === d ? weightA : 0) + (b === d ? weightB : 0) + (c === d ? weightC : 0);
  if (forA >= forB && forA >= forC && forA >= forD) return a;
  if (forB >= forC && forB >= forD) return b;
  return forC >= forD ? c : d;
}
