/** Each row with its nearest ones, itself first, as UMAP takes them. */
export interface NeighbourGraph {
  /** `[count][neighbours]` */
  readonly indices: number[][];
  /** `[count][neighbours]`, Euclidean, ascending. */
  readonly distances: number[][];
}

/** Rows between two tellings of progress. */
const told = 100;

/**
 * Exact nearest neighbours of every row by Euclidean distance: all pairs, each once. 10,000 rows of 50 columns are 2.5 billion products,
 * a few seconds.
 * @param rows `[count, width]`.
 * @param neighbours a row, itself included; at most `count`.
 * @param onShare 0..1
 */
export function neighbourGraph(
  rows: Float32Array,
  width: number,
  neighbours: number,
  onShare: (share: number) => void,
): NeighbourGraph {
  const count = rows.length / width;
  // Sorted lists, the worst last; squared distances until the end.
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
    // Below any distance, so that copies of a cell do not come before itself.
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
