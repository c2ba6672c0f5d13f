/** The nearest rows of each row, in the form that UMAP takes. */
export interface NeighbourGraph {
  /** `[count][neighbours]`: indices of rows, the row itself first. */
  readonly indices: number[][];
  /** `[count][neighbours]`: Euclidean distances to these rows, ascending. */
  readonly distances: number[][];
}

/** Number of rows between two calls of `onShare`. */
const told = 100;

/**
 * Finds the exact nearest neighbours of every row by Euclidean distance. It compares each pair of rows once. 10,000
 * rows of 50 columns need 2.5 billion products, which takes a few seconds.
 *
 * @param rows `[count, width]`, row-major.
 * @param neighbours number of neighbours of each row, the row itself included; at most `count`.
 * @param onShare called with the share of the work that is done, 0..1.
 */
export function neighbourGraph(
  rows: Float32Array,
  width: number,
  neighbours: number,
  onShare: (share: number) => void,
): NeighbourGraph {
  const count = rows.length / width;
  // For each row a sorted list, the farthest neighbour last; the distances stay squared until the end.
  const best = new Float64Array(count * neighbours).fill(Number.POSITIVE_INFINITY);
  const who = new Int32Array(count * neighbours).fill(-1);
  const offer = (row: number, other: number, square: number) => {
    const first = row * neighbours;
    let at = first + neighbours - 1;
    if (square >= best[at]!) return;
    while (at > first && best[at - 1]! > square) {
      best[at] = best[at - 1]!;
      who[at] = who[at - 1]!;
      at -= 1;
    }
    best[at] = square;
    who[at] = other;
  };
  for (let row = 0; row < count; row += 1) {
    // A row's distance to itself is below any other distance, so that it comes before its copies.
    offer(row, row, -1);
    const from = row * width;
    for (let other = 0; other < row; other += 1) {
      let square = 0;
      const to = other * width;
      for (let at = 0; at < width; at += 1) {
        const step = rows[from + at]! - rows[to + at]!;
        square += step * step;
      }
      offer(row, other, square);
      offer(other, row, square);
    }
    if (row % told === 0) onShare(((row + 1) / count) ** 2);
  }
  onShare(1);
  const listOf = <T>(row: number, value: (at: number) => T) =>
    Array.from({ length: neighbours }, (_, at) => value(row * neighbours + at));
  return {
    indices: Array.from({ length: count }, (_, row) => listOf(row, (at) => who[at]!)),
    distances: Array.from({ length: count }, (_, row) => listOf(row, (at) => Math.sqrt(Math.max(0, best[at]!)))),
  };
}
