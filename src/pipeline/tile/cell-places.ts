import type { Cell } from "../../domain/cell/cell.ts";
import type { CellPlace } from "../../domain/cell/cell-place.ts";

/** The sides of a tile, px. */
interface TileSize {
  readonly width: number;
  readonly height: number;
}

/** Where the cells of one tile lie, in typical cell diameters. That diameter is the square root of the mean area. */
function placesOf(
  cells: readonly Pick<Cell, "number" | "centroid" | "area">[],
  { width, height }: TileSize,
): ReadonlyMap<number, CellPlace> {
  const area = cells.reduce((sum, cell) => sum + cell.area, 0) / Math.max(1, cells.length);
  const diameter = Math.max(1, Math.sqrt(area));
  // The picture of a tile is square; `cropTile` centres the tile in it.
  const side = Math.max(width, height);
  return new Map(
    cells.map(({ number, centroid: { x, y } }) => {
      const inPicture = { x: (x + 0.5 + (side - width) / 2) / side, y: (y + 0.5 + (side - height) / 2) / side };
      return [number, { x: x / diameter, y: y / diameter, inPicture }];
    }),
  );
}

/** Adds its place to each cell. */
export function withPlaces<T extends Pick<Cell, "number" | "centroid" | "area">>(
  cells: readonly T[],
  size: TileSize,
): (T & { readonly place: CellPlace | null })[] {
  const places = placesOf(cells, size);
  return cells.map((cell) => ({ ...cell, place: places.get(cell.number) ?? null }));
}
