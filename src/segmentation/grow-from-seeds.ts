/**
 * Growth of seeds by least cost. Every pixel goes to the seed from which the cheapest path leads to it. The cost of a
 * path is the sum of the costs of its pixels; diagonal steps count sqrt 2 times. With equal costs this gives a Voronoi
 * diagram inside of the mask. With costs that rise steeply in dim places, paths stay in a cell's own cytoplasm, and
 * cells meet in the dim seams. A plain watershed looks only at the highest point of a path: when a seam has one weak
 * spot, the first basin that passes it takes its neighbour's whole plateau. The sum over the path is not so sensitive.
 * The propagation of Jones, Carpenter and Golland 2005 and the image foresting transform of Falcao et al. 2004 have the
 * same idea.
 *
 * The shortest paths are found by Dial's algorithm. Costs are whole numbers up to `dearest`, so at any time the costs
 * of all open pixels differ by one longest step at most, and a ring of that many lists is an exact priority queue. The
 * lists are doubly linked through two arrays. A pixel that becomes cheaper is taken out and put in again.
 */

/** The highest cost of a pixel. A diagonal step costs up to sqrt 2 times as much, so the ring has more lists. */
export const dearest = 1023;
const ring = 2048;

/**
 * Grows `labels` in place over 8-connected neighbours.
 *
 * @param costs `[height, width]`, row-major: cost of crossing a pixel, 1..dearest.
 * @param labels the same shape; seeds > 0 on entry, grown on return. Pixels that are not reached stay 0.
 * @param mask the same shape. Pixels with 0 are never entered.
 * @returns the same shape: the cost of the cheapest path to each pixel, in the unit of `costs`; 2^31 - 1 for pixels
 *   that no path reaches.
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
  /**
   * Offers `pixel` its neighbour's label. The step costs the mean of the two pixels' costs, times sqrt 2 when it is
   * diagonal, rounded to a whole number.
   */
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
