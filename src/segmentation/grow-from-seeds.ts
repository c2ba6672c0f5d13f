/**
 * Growth of seeds by least cost: every pixel goes to the seed from which it is reached most cheaply, the cost of a path
 * being the sum of its pixels' costs (diagonal steps count sqrt 2). With equal costs this is a Voronoi diagram inside of
 * the mask; with costs that rise steeply in dim places, paths keep to a cell's own cytoplasm and cells meet in the
 * seams. A plain watershed decides by the highest point of a path alone: one weak spot in a seam, and the first basin
 * through it takes the whole of its neighbour's plateau. The sum over the path does not tip like that (the propagation
 * of Jones, Carpenter and Golland 2005 and the image foresting transform of Falcao et al. 2004 share the idea).
 *
 * Shortest paths by Dial's algorithm: costs are whole numbers up to `dearest`, so at any time all open pixels lie within
 * one longest step of each other, and a ring of that many lists is a perfect priority queue. The lists are threaded
 * through two arrays of neighbours in the list; a pixel that becomes cheaper is taken out and put in anew.
 */

/** The highest cost of a pixel; the ring has one list for each cost of a step. */
export const dearest = 1023;
const ring = 2048;

/**
 * Grows `labels` in place over 8-connected neighbours.
 *
 * @param costs `[height, width]`, row-major: cost of crossing a pixel, 1..dearest.
 * @param labels the same shape; seeds > 0 on entry, grown on return. Pixels not reached stay 0.
 * @param mask the same shape: 0 is never entered.
 * @returns each pixel's cost of being reached, in the unit of `costs`; 2^31 - 1 where none came.
 */
export function growFromSeeds(costs: Uint16Array, labels: Int32Array, mask: Uint8Array, width: number): Int32Array {
  const size = labels.length;
  const never = 0x7fffffff;
  const none = -1;
  const reached = new Int32Array(size).fill(never);
  const first = new Int32Array(ring).fill(none);
  const next = new Int32Array(size);
  const previous = new Int32Array(size);
  const closed = new Uint8Array(size);
  let open = 0;

  function put(pixel: number, cost: number): void {
    const slot = cost & (ring - 1);
    const head = first[slot]!;
    reached[pixel] = cost;
    next[pixel] = head;
    previous[pixel] = none;
    if (head !== none) previous[head] = pixel;
    first[slot] = pixel;
    open++;
  }
  function take(pixel: number): void {
    const before = previous[pixel]!;
    const after = next[pixel]!;
    if (before === none) first[reached[pixel]! & (ring - 1)] = after;
    else next[before] = after;
    if (after !== none) previous[after] = before;
    open--;
  }
  /** Offers `pixel` the label of its neighbour, for twice the step's cost (the mean of the two, kept whole). */
  function offer(pixel: number, label: number, soFar: number, cost: number, diagonal: boolean): void {
    if (closed[pixel] !== 0 || mask[pixel] === 0) return;
    const sum = cost + costs[pixel]!;
    // 181 / 256 is sqrt(2) / 2.
    const total = soFar + (diagonal ? (sum * 181 + 128) >> 8 : (sum + 1) >> 1);
    const known = reached[pixel]!;
    if (total >= known) return;
    if (known !== never) take(pixel);
    labels[pixel] = label;
    put(pixel, total);
  }

  for (let pixel = 0; pixel < size; pixel++) if (labels[pixel]! > 0) put(pixel, 0);
  for (let cost = 0; open > 0; cost++) {
    const slot = cost & (ring - 1);
    for (let pixel = first[slot]!; pixel !== none; pixel = first[slot]!) {
      take(pixel);
      closed[pixel] = 1;
      const label = labels[pixel]!;
      const own = costs[pixel]!;
      const x = pixel % width;
      const left = x > 0;
      const right = x < width - 1;
      if (left) offer(pixel - 1, label, cost, own, false);
      if (right) offer(pixel + 1, label, cost, own, false);
      if (pixel >= width) {
        offer(pixel - width, label, cost, own, false);
        if (left) offer(pixel - width - 1, label, cost, own, true);
        if (right) offer(pixel - width + 1, label, cost, own, true);
      }
      if (pixel < size - width) {
        offer(pixel + width, label, cost, own, false);
        if (left) offer(pixel + width - 1, label, cost, own, true);
        if (right) offer(pixel + width + 1, label, cost, own, true);
      }
    }
  }
  return reached;
}
