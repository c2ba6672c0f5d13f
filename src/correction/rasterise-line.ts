import type { Polyline } from "../domain/cell/cell-edit.ts";

/**
 * Visits the pixels that a line runs through, from point to point (Bresenham, 1965), each at least once. They are
 * 8-connected, so when they are taken out of a region, its two sides are not 4-connected any more. Pixels outside of
 * the tile are visited too.
 */
export function rasteriseLine(line: Polyline, visit: (x: number, y: number) => void): void {
  line.forEach(([toX, toY], index) => {
    const [fromX, fromY] = line[Math.max(0, index - 1)]!;
    let x = Math.floor(fromX);
    let y = Math.floor(fromY);
    const endX = Math.floor(toX);
    const endY = Math.floor(toY);
    const [across, down] = [Math.abs(endX - x), -Math.abs(endY - y)];
    const [stepX, stepY] = [Math.sign(endX - x), Math.sign(endY - y)];
    let error = across + down;
    visit(x, y);
    while (x !== endX || y !== endY) {
      const twice = 2 * error;
      if (twice >= down) {
        error += down;
        x += stepX;
      }
      if (twice <= across) {
        error += across;
        y += stepY;
      }
      visit(x, y);
    }
  });
}
