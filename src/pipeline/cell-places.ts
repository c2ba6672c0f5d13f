import type { Cell } from "../domain/cell.ts";
import type { CellPlace } from "../learning/cell-bags.ts";

/** Where the cells of one tile lie, in diameters of their typical cell (the root of the mean area). */
function placesOf(cells: readonly Pick<Cell, "number" | "centroid" | "area">[]): ReadonlyMap<number, CellPlace> {
  const area = cells.reduce((sum, cell) => sum + cell.area, 0) / Math.max(1, cells.length);
  const diameter = Math.max(1, Math.sqrt(area));
  return new Map(cells.map(({ number, centroid }) => [number, { x: centroid.x / diameter, y: centroid.y / diameter }]));
}

/** The cells with their places, for prediction. */
export function withPlaces<T extends Pick<Cell, "number" | "centroid" | "area">>(
  cells: readonly T[],
): (T & { readonly place: CellPlace | null })[] {
  const places = placesOf(cells);
  return cells.map((cell) => ({ ...cell, place: places.get(cell.number) ?? null }));
}
