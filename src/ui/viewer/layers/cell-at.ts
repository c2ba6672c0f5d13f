import type { LabelMap } from "../../../domain/tile/label-map.ts";

/** Number of the cell at a position in tile px; 0 outside of every cell and outside of the tile. */
export function cellAt(map: LabelMap, x: number, y: number): number {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  if (column < 0 || row < 0 || column >= map.width || row >= map.height) return 0;
  return map.labels[row * map.width + column] ?? 0;
}
