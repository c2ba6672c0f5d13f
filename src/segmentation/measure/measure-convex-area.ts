import type { Box } from "../../domain/cell/cell.ts";
import type { LabelMap } from "../../domain/tile/label-map.ts";

/*
 * Counts as scikit-image's `convex_hull_image` does (with offset coordinates and borders included). Every px
 * contributes the four middles of its sides. A px is in the hull when its centre lies inside or on the convex polygon
 * around all of these points. Here all coordinates are doubled, so that the middles are whole numbers and the count is
 * exact.
 */

/**
 * Counts the px in the convex hull of one region.
 *
 * @param box encloses the region; it may be larger than needed.
 */
export function measureConvexArea({ width, labels }: LabelMap, number: number, box: Box): number {
  const rows = box.bottom - box.top;
  // The outermost middles on each line of the doubled grid. Lines 0 and 2 * rows are half a px above the first row's
  // centres and half a px below the last row's.
  const left = new Float64Array(2 * rows + 1).fill(Number.POSITIVE_INFINITY);
  const right = new Float64Array(2 * rows + 1).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < rows; row++) {
    const start = (box.top + row) * width;
    let first = box.left;
    while (first < box.right && labels[start + first] !== number) first++;
    if (first === box.right) continue;
    let last = box.right - 1;
    while (labels[start + last] !== number) last--;
    const line = 2 * row + 1;
    widen(line - 1, 2 * first, 2 * last);
    widen(line, 2 * first - 1, 2 * last + 1);
    widen(line + 1, 2 * first, 2 * last);
  }
  // The right side is the left side of the mirror image.
  const from = leftEnvelope(left);
  const to = leftEnvelope(right.map((x) => -x));
  let area = 0;
  for (let row = 0; row < rows; row++) {
    const line = 2 * row + 1;
    const first = Math.ceil(at(from, line));
    const last = -Math.ceil(at(to, line));
    area += Math.max(0, last - first + 1);
  }
  return area;

  function widen(line: number, smallest: number, largest: number): void {
    if (smallest < left[line]!) left[line] = smallest;
    if (largest > right[line]!) right[line] = largest;
  }
}

interface Envelope {
  /** Corners from top to bottom; lines and x are in half px. */
  readonly lines: readonly number[];
  readonly xs: readonly number[];
}

/**
 * The convex polyline to the left of all points (Andrew's monotone chain).
 *
 * @param xs `[lines]`: the leftmost x on each line in half px; infinite for lines without points.
 */
function leftEnvelope(xs: Float64Array): Envelope {
  const lines: number[] = [];
  const corners: number[] = [];
  for (let line = 0; line < xs.length; line++) {
    const x = xs[line]!;
    if (!Number.isFinite(x)) continue;
    while (lines.length > 1) {
      const last = lines.length - 1;
      const [line1, x1] = [lines[last - 1]!, corners[last - 1]!];
      const [line2, x2] = [lines[last]!, corners[last]!];
      // The middle corner stays only if the polyline is convex there.
      if ((x2 - x1) * (line - line1) < (x - x1) * (line2 - line1)) break;
      lines.pop();
      corners.pop();
    }
    lines.push(line);
    corners.push(x);
  }
  return { lines, xs: corners };
}

/** The envelope's x at a line, in px. */
function at({ lines, xs }: Envelope, line: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (lines[middle]! <= line) low = middle;
    else high = middle;
  }
  const [line1, x1] = [lines[low]!, xs[low]!];
  const [line2, x2] = [lines[high]!, xs[high]!];
  if (line2 === line1) return x1 / 2;
  // There is one division of whole numbers only, so an x on a px's centre comes out exact.
  return (x1 * (line2 - line1) + (x2 - x1) * (line - line1)) / (2 * (line2 - line1));
}
