import type { Regions } from "./measure/regions.ts";

/**
 * Splits touching nuclei by the persistence of their distance map.
 *
 * The distance to the background has a peak in the middle of every convex part and a saddle at every waist. Imagine
 * that a water level falls from the highest peak: the parts appear as islands, and two islands meet at their saddle.
 * There the island with the lower peak is either a part of its own or a bump of the other island. It is a part of its
 * own when the waist is narrow compared with it, that is, when saddle / its peak is below `waist`. The ratio has no
 * unit, so one value suits small and large nuclei, and small nuclei are not merged first as in an h-maxima transform.
 * Bucket sort and a union-find keep the time linear in the number of pixels.
 *
 * The same descent draws the border between two parts: each pixel joins the island of its steepest neighbour.
 */

/** Distances are sorted into this many levels per px, so that ratios near 1 can still be told apart. */
const levelsPerPixel = 32;

/** Islands with a lower peak than this, px, are noise of the outline and always join their neighbour. */
const leastPeak = 1;

/**
 * @param distance `[height, width]`, px to the background, 0 outside of the mask.
 * @param waist 0..1: islands stay apart where saddle / lower peak is below this. 0 never splits, 1 splits at every
 *   peak.
 * @returns labels `[height, width]`, 0 outside, parts 1..count; each part is 8-connected.
 */
export function splitTouching(distance: Float32Array, width: number, height: number, waist: number): Regions {
  const order = descending(distance);
  // Union-find over pixels. -1 means that the pixel is still under water; `peak` is valid at the root of an island.
  const parent = new Int32Array(distance.length).fill(-1);
  const peak = new Float32Array(distance.length);

  function root(pixel: number): number {
    let top = pixel;
    while (parent[top] !== top) top = parent[top]!;
    for (let at = pixel; at !== top; ) {
      const above = parent[at]!;
      parent[at] = top;
      at = above;
    }
    return top;
  }

  const islands = new Int32Array(8);
  for (const pixel of order) {
    const level = distance[pixel]!;
    const x = pixel % width;
    let found = 0;
    let highest = -1;
    let steepest = -1;
    let steepestSlope = 0;
    for (let dy = -1; dy <= 1; dy++) {
      const row = pixel + dy * width;
      if (row < 0 || row - x >= distance.length) continue;
      for (let dx = -1; dx <= 1; dx++) {
        if (x + dx < 0 || x + dx >= width || (dx === 0 && dy === 0)) continue;
        const near = row + dx;
        if (parent[near]! < 0) continue;
        const island = root(near);
        islands[found++] = island;
        if (highest < 0 || peak[island]! > peak[highest]!) highest = island;
        // The slope is compared, not the difference, because diagonal steps are longer.
        const slope = (distance[near]! - level) / (dx !== 0 && dy !== 0 ? Math.SQRT2 : 1);
        if (steepest < 0 || slope > steepestSlope) {
          steepest = island;
          steepestSlope = slope;
        }
      }
    }
    if (highest < 0) {
      parent[pixel] = pixel;
      peak[pixel] = level;
      continue;
    }
    // The pixel itself goes to the island of its steepest neighbour, which need not be the one with the highest peak.
    parent[pixel] = steepest;
    for (let index = 0; index < found; index++) {
      const island = islands[index]!;
      const here = root(highest);
      const other = root(island);
      if (here === other) continue;
      const lower = Math.min(peak[here]!, peak[other]!);
      if (level >= waist * lower || lower < leastPeak) {
        const [into, from] = peak[here]! >= peak[other]! ? [here, other] : [other, here];
        parent[from] = into;
      }
    }
  }

  const labels = new Int32Array(distance.length);
  const numbers = new Int32Array(distance.length);
  let count = 0;
  for (let pixel = 0; pixel < labels.length; pixel++) {
    if (parent[pixel]! < 0) continue;
    const top = root(pixel);
    if (numbers[top] === 0) numbers[top] = ++count;
    labels[pixel] = numbers[top]!;
  }
  return { width, height, labels, count };
}

/** Indices of the mask's pixels, sorted from the farthest inside to the outline by counting sort. */
function descending(distance: Float32Array): Int32Array {
  let highest = 0;
  let inside = 0;
  for (let pixel = 0; pixel < distance.length; pixel++) {
    const value = distance[pixel]!;
    if (value > 0) inside++;
    if (value > highest) highest = value;
  }
  const levels = Math.ceil(highest * levelsPerPixel) + 1;
  const starts = new Int32Array(levels + 1);
  const level = (value: number): number => levels - 1 - Math.floor(value * levelsPerPixel);
  for (let pixel = 0; pixel < distance.length; pixel++) {
    const value = distance[pixel]!;
    if (value > 0) starts[level(value) + 1] = starts[level(value) + 1]! + 1;
  }
  for (let index = 1; index <= levels; index++) {
    starts[index]! += starts[index - 1]!;
  }
  const order = new Int32Array(inside);
  for (let pixel = 0; pixel < distance.length; pixel++) {
    const value = distance[pixel]!;
    if (value <= 0) continue;
    const at = starts[level(value)]!;
    order[at] = pixel;
    starts[level(value)] = at + 1;
  }
  return order;
}
