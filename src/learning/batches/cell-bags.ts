/**
 * The cells of a tile form one bag, as multiple-instance learning calls it. A bag has no order. This module computes
 * only sums over its cells, which do not depend on an order.
 */

import type { CellPlace } from "../../domain/cell/cell-place.ts";

/** The properties of a cell that a bag needs. */
export interface PlacedCell {
  readonly tileId: string;
  /** The cell's position in its tile. If it is not known, all other cells count as equally near. */
  readonly place?: CellPlace | null;
  /** True for the picture of a whole tile. It is not a cell, so it does not count among the other cells of any cell. */
  readonly isPicture?: boolean;
}

export interface Bags {
  /** The cells in their given order. */
  readonly cells: readonly PlacedCell[];
  /**
   * For each cell, the indices of all cells of its tile, including its own. Pictures are not included. All cells of
   * a tile share one array.
   */
  readonly members: readonly Int32Array[];
}

/**
 * Standard deviation of the Gaussian weight, in typical cell diameters. At this distance, the range of the nearest ring
 * of cells, the weight is e^-½.
 */
const reach = 1.5;

/** Groups cells by tile. */
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

/** The weight of cell `b` among the neighbours of cell `a`, 0..1. */
function nearness(a: PlacedCell, b: PlacedCell): number {
  if (!a.place || !b.place) return 1;
  const squared = (a.place.x - b.place.x) ** 2 + (a.place.y - b.place.y) ** 2;
  return Math.exp(-squared / (2 * reach * reach));
}

/**
 * Describes the surroundings of a cell by the mean over the other cells of its tile, followed by their mean weighted by
 * nearness. The order of the cells does not matter (Zaheer et al. 2017, "Deep Sets"), and the cell itself is left out.
 * @param values `[cells, width]`, the values to average
 * @param known `[cells]`, 0 for cells whose values are not known yet. They are left out.
 * @param into `[2 * width]`, receives the result. It gets zeros if no other cell is known.
 * @returns whether any other cell is known
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
