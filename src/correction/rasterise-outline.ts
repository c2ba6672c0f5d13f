import type { Box } from "../domain/cell/cell.ts";
import type { Polyline } from "../domain/cell/cell-edit.ts";

/**
 * Finds the pixels of `box` whose centre a closed outline goes round, in either direction and any number of times (the
 * non-zero winding rule). So there is no hole where a hand-drawn line crosses itself.
 *
 * @param outline the last point is joined with the first.
 * @returns `[height, width]` of the box, row-major, 0 or 1.
 */
export function rasteriseOutline(outline: Polyline, box: Box): Uint8Array {
  const width = box.right - box.left;
  const height = box.bottom - box.top;
  const mask = new Uint8Array(Math.max(0, width) * Math.max(0, height));
  for (let y = 0; y < height; y++) {
    const centre = box.top + y + 0.5;
    const crossings: { readonly x: number; readonly turn: 1 | -1 }[] = [];
    outline.forEach(([toX, toY], index) => {
      const [fromX, fromY] = outline.at(index - 1)!;
      if (fromY <= centre === toY <= centre) return;
      crossings.push({ x: fromX + ((centre - fromY) / (toY - fromY)) * (toX - fromX), turn: toY > fromY ? 1 : -1 });
    });
    crossings.sort((a, b) => a.x - b.x);
    let winding = 0;
    crossings.forEach(({ x, turn }, index) => {
      winding += turn;
      const next = crossings[index + 1];
      if (winding === 0 || next === undefined) return;
      // The centres that are at this crossing or right of it, and left of the next one.
      const first = Math.max(0, Math.ceil(x - 0.5) - box.left);
      const end = Math.min(width, Math.ceil(next.x - 0.5) - box.left);
      if (end > first) mask.fill(1, y * width + first, y * width + end);
    });
  }
  return mask;
}
