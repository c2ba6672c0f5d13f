import type { Cell } from "../../../domain/cell/cell.ts";

/** Numbers of the cells whose centre lies in the box between two corners, which are in tile px. */
export function cellsInBox(
  cells: readonly Pick<Cell, "number" | "centroid">[],
  from: readonly [x: number, y: number],
  to: readonly [x: number, y: number],
): number[] {
  const [left, right] = [Math.min(from[0], to[0]), Math.max(from[0], to[0])];
  const [top, bottom] = [Math.min(from[1], to[1]), Math.max(from[1], to[1])];
  return cells
    .filter(({ centroid: { x, y } }) => x >= left && x <= right && y >= top && y <= bottom)
    .map(({ number }) => number);
}
