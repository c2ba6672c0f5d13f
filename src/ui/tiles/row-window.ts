/** Which rows of a long list are worth drawing. */
export interface RowWindow {
  /** Half-open range of row indices. */
  readonly first: number;
  readonly end: number;
  /** Top of every row in px, and the height of them all as a last entry: `rows + 1` figures. */
  readonly tops: readonly number[];
}

/** Tops of rows with these heights in px. */
export function rowTops(heights: readonly number[]): readonly number[] {
  const tops = [0];
  for (const height of heights) tops.push((tops[tops.length - 1] ?? 0) + height);
  return tops;
}

/** Index of the row that covers `y`, by bisection. */
function rowAt(tops: readonly number[], y: number): number {
  let low = 0;
  let high = tops.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((tops[middle] ?? 0) <= y) low = middle;
    else high = middle;
  }
  return low;
}

/** Rows between `top` and `top + height` px, with a few more on both sides, so that a quick scroll shows no gaps. */
export function rowWindow(tops: readonly number[], top: number, height: number, spare = 4): RowWindow {
  const rows = tops.length - 1;
  if (rows <= 0) return { first: 0, end: 0, tops };
  const first = Math.max(0, rowAt(tops, top) - spare);
  const end = Math.min(rows, rowAt(tops, top + height) + 1 + spare);
  return { first, end, tops };
}
