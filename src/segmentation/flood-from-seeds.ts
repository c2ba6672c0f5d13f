/**
 * Seeded watershed by a bucket queue.
 *
 * Water rises from the seeds level by level. Of all pixels beside a basin, the one with the lowest level is flooded
 * next (among equals the one that was reached first), and it joins the basin from which it was reached. So the ridges
 * become the borders between basins, and a plateau is divided by distance. This is Meyer's algorithm (Meyer 1991, "Un
 * algorithme optimal de ligne de partage des eaux") in the order of scikit-image's `watershed`, without a dividing
 * line. OpenCV's `watershed` cannot replace it, because it floods by the difference of colour between neighbours.
 *
 * Levels are 0..65535, so the priority queue is an array with one first-in-first-out list for each level. Every pixel
 * enters the queue once, so all lists are linked through one array of successors. Flooding allocates nothing, and its
 * time is linear in the number of pixels.
 */

/** Number of levels that a landscape can have. */
const levelCount = 65_536;

/**
 * Floods `labels` in place, over 4-connected neighbours.
 *
 * @param levels `[height, width]`, row-major: the landscape.
 * @param labels the same shape; seeds > 0 on entry, basins on return. Pixels that are not reached stay 0.
 * @param mask the same shape. Pixels with 0 are never flooded. Seeds outside of the mask stay, and spread into it.
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
    // The neighbours in scikit-image's order: up, left, right, down.
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
