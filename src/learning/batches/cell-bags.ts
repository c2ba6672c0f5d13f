/**
 * The cells of a tile as one bag, in the words of multiple-instance learning. A bag has no order: all that is made of it here
 * are sums over its cells.
 */

import type { CellPlace } from "../../domain/cell/cell-place.ts";

/** What a bag needs to know of a cell. */
export interface PlacedCell {
  readonly tileId: string;
  /** null where it is not known: all others then count as equally near. */
  readonly place?: CellPlace | null;
  /** It is no cell, but the picture of the whole tile: no cell has it among its others. */
  readonly isPicture?: boolean;
}

export interface Bags {
  /** The cells, as they were given. */
  readonly cells: readonly PlacedCell[];
  /** Of each cell: the indices of all cells of its tile, its own among them; pictures are in none. One array a tile. */
  readonly members: readonly Int32Array[];
}

/** Cells with this distance between them, in cell diameters, weigh e^-½ of what touching ones do: the nearest ring. */
const reach = 1.5;

export function gatherBags(cells: readonly PlacedCell[]): Bags {
  const byTile = new Map<string, number[]>();
  cells.forEach(({ tileId, isPicture = false }, index) => {
    const bag = byTile.get(tileId) ?? [];
    byTile.set(tileId, bag);
    if (!isPicture) bag.push(index);
  });
  const members = new Map([...byTile].map(([tileId, indices]) => [tileId, Int32Array.from(indices)]));
  return { cells, members: cells.map(({ tileId }) => members.get(tileId)!) };
}

/** How much cell `b` counts among the near ones of cell `a`, 0..1. */
function nearness(a: PlacedCell, b: PlacedCell): number {
  if (!a.place || !b.place) return 1;
  const squared = (a.place.x - b.place.x) ** 2 + (a.place.y - b.place.y) ** 2;
  return Math.exp(-squared / (2 * reach * reach));
}

/**
 * What surrounds a cell: the mean of its tile's other cells, then their mean weighted by nearness. The order of the cells does
 * not matter, and the cell itself is left out (Zaheer et al. 2017, "Deep Sets").
 * @param values `[cells, width]`, what is known of each cell
 * @param known `[cells]`, 0 for cells of which nothing is known yet: they are left out
 * @param into `[2 * width]`, filled; zeros where no other cell is known
 * @returns whether any other cell was known
 */
export function meanOfOthers(
  { cells, members }: Bags,
  cell: number,
  values: Float32Array,
  width: number,
  known: Uint8Array,
  into: Float32Array,
): boolean {
  into.fill(0);
  const self = cells[cell]!;
  let count = 0;
  let total = 0;
  for (const other of members[cell]!) {
    if (other === cell || known[other] === 0) continue;
    const weight = nearness(self, cells[other]!);
    count += 1;
    total += weight;
    for (let index = 0; index < width; index += 1) {
      const value = values[other * width + index]!;
      into[index]! += value;
      into[width + index]! += weight * value;
    }
  }
  for (let index = 0; index < width; index += 1) {
    into[index]! /= Math.max(1, count);
    into[width + index]! /= Math.max(1e-6, total);
  }
  return count > 0;
}
