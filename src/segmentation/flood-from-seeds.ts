/**
 * Seeded watershed by a bucket queue.
 *
 * Water rises from the seeds level by level: of all pixels that border on a basin, the one with the lowest level is
 * flooded next, first come first served among equals, and takes the basin it was reached from. Ridges thus become the
 * borders between basins, and plateaus are shared out by distance. This is Meyer's algorithm (Meyer 1991, "Un
 * algorithme optimal de ligne de partage des eaux") in the order that scikit-image's `watershed` keeps, without a
 * dividing line; OpenCV's `watershed` is no stand-in, as it floods by the colour difference of neighbours.
 *
 * With levels of 0..65535 the priority queue is an array of first-in-first-out lists, one a level. Every pixel enters
 * the queue once, so the lists are threaded through a single array of successors: no allocation while flooding, and
 * time linear in the number of pixels.
 */

/** Levels a landscape can have. */
const levelCount = 65_536;

/**
 * Floods `labels` in place, over 4-connected neighbours.
 *
 * @param levels `[height, width]`, row-major: the landscape.
 * @param labels the same shape; seeds > 0 on entry, basins on return. Pixels not reached stay 0.
 * @param mask the same shape: 0 is never flooded (seeds outside of it stay as they are, and spread into it).
 */
export function floodFromSeeds(levels: Uint16Array, labels: Int32Array, mask: Uint8Array, width: number): void {
  const none = -1;
  const first = new Int32Array(levelCount).fill(none);
  const last = new Int32Array(levelCount);
  const next = new Int32Array(levels.length);
  let lowest = levelCount;
  let waiting = 0;

  function enqueue(pixel: number): void {
    const level = levels[pixel]!;
    next[pixel] = none;
    if (first[level] === none) first[level] = pixel;
    else next[last[level]!] = pixel;
    last[level] = pixel;
    waiting++;
    if (level < lowest) lowest = level;
  }

  for (let pixel = 0; pixel < labels.length; pixel++) {
    if (labels[pixel]! > 0) enqueue(pixel);
  }
  while (waiting > 0) {
    while (first[lowest] === none) lowest++;
    const pixel = first[lowest]!;
    first[lowest] = next[pixel]!;
    waiting--;
    const label = labels[pixel]!;
    const x = pixel % width;
    // The order of neighbours is scikit-image's: up, left, right, down.
    if (pixel >= width) flood(pixel - width, label);
    if (x > 0) flood(pixel - 1, label);
    if (x < width - 1) flood(pixel + 1, label);
    if (pixel < labels.length - width) flood(pixel + width, label);
  }

  function flood(pixel: number, label: number): void {
    if (labels[pixel] !== 0 || mask[pixel] === 0) return;
    labels[pixel] = label;
    enqueue(pixel);
  }
}
