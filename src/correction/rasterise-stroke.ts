import type { Box } from "../domain/cell/cell.ts";
import type { Polyline } from "../domain/cell/cell-edit.ts";
import { rasteriseLine } from "./rasterise-line.ts";

/** The box around a stroke of the brush; it may reach out of the tile. */
export function strokeBox(stroke: Polyline, radius: number): Box {
  const xs = stroke.map(([x]) => x);
  const ys = stroke.map(([, y]) => y);
  return {
    left: Math.floor(Math.min(...xs) - radius),
    top: Math.floor(Math.min(...ys) - radius),
    right: Math.ceil(Math.max(...xs) + radius) + 1,
    bottom: Math.ceil(Math.max(...ys) + radius) + 1,
  };
}

/**
 * Finds the pixels of `box` under a stroke: those whose centre is within `radius` px of the stroke, and those that the
 * stroke runs through, so that the thinnest brush paints too.
 *
 * @returns `[height, width]` of the box, row-major, 0 or 1.
 */
export function rasteriseStroke(stroke: Polyline, radius: number, box: Box): Uint8Array {
  const width = box.right - box.left;
  const height = box.bottom - box.top;
  const mask = new Uint8Array(width * height);
  rasteriseLine(stroke, (x, y) => {
    if (x >= box.left && x < box.right && y >= box.top && y < box.bottom)
      mask[(y - box.top) * width + x - box.left] = 1;
  });
  stroke.forEach(([toX, toY], index) => {
    const [fromX, fromY] = stroke[Math.max(0, index - 1)]!;
    const [dx, dy] = [toX - fromX, toY - fromY];
    const square = dx * dx + dy * dy;
    const top = Math.max(box.top, Math.floor(Math.min(fromY, toY) - radius));
    const bottom = Math.min(box.bottom, Math.ceil(Math.max(fromY, toY) + radius));
    const left = Math.max(box.left, Math.floor(Math.min(fromX, toX) - radius));
    const right = Math.min(box.right, Math.ceil(Math.max(fromX, toX) + radius));
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        const [px, py] = [x + 0.5 - fromX, y + 0.5 - fromY];
        const share = square === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / square));
        if ((px - share * dx) ** 2 + (py - share * dy) ** 2 <= radius * radius) {
          mask[(y - box.top) * width + x - box.left] = 1;
        }
      }
    }
  });
  return mask;
}
