/** The rows of a long list that are drawn. */
export interface RowWindow {
  /** Index of the first row that is drawn. */
  readonly first: number;
  /** Index behind the last row that is drawn. */
  readonly end: number;
  /** `[rows + 1]`: the top of every row in px, and then the height of all rows together. */
  readonly tops: readonly number[];
}

/**
 * The tops of rows with these heights, in px.
 * @returns `[rows + 1]`: the last entry is the height of all rows together.
 */
export function rowTops(heights: readonly number[]): readonly number[] {
  const tops = [0];
  for (const height of heights) tops.push((tops[tops.length - 1] ?? 0) + height);
  return tops;
}

/** Finds the index of the row at `y` px by bisection. */
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

/** The rows from `top` to `top + height` px and `spare` more on both sides, so that quick scrolling shows no gaps. */
export function rowWindow(tops: readonly number[], top: number, height: number, spare = 4): RowWindow {
  const rows = tops.length - 1;
  if (rows <= 0) return { first: 0, end: 0, tops };
  const first = Math.max(0, rowAt(tops, top) - spare);
  const end = Math.min(rows, rowAt(tops, top + height) + 1 + spare);
  return { first, end, tops };
}
