import type { CellWindow } from "./cell-window.ts";

/**
 * Adds a round Gaussian spot to a plane, in place.
 *
 * @param plane `[height, width]` of the window, row-major.
 * @param sigma standard deviation, px; values below 0.5 count as 0.5.
 */
export function stampSpot(
  cell: CellWindow,
  plane: Float32Array,
  x: number,
  y: number,
  sigma: number,
  brightness: number,
): void {
  const { width, height } = cell;
  const spread = Math.max(0.5, sigma);
  const reach = Math.ceil(3 * spread);
  const factor = -1 / (2 * spread * spread);
  const [left, right] = [Math.max(0, Math.floor(x) - reach), Math.min(width - 1, Math.ceil(x) + reach)];
  const [top, bottom] = [Math.max(0, Math.floor(y) - reach), Math.min(height - 1, Math.ceil(y) + reach)];
  for (let row = top; row <= bottom; row += 1) {
    for (let column = left; column <= right; column += 1) {
      const i = row * width + column;
      const squared = (column - x) ** 2 + (row - y) ** 2;
      plane[i]! += brightness * Math.exp(factor * squared);
    }
  }
}
