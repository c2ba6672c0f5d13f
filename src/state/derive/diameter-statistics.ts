import type { TileRecord } from "../../domain/dataset/tile-record.ts";

/** The nucleus diameters that were estimated for each tile of the data set. */
export interface DiameterStatistics {
  /** px. */
  readonly median: number;
  /** Number of tiles that have an estimate. */
  readonly tiles: number;
}

const known = new WeakMap<Readonly<Record<string, TileRecord>>, { readonly found: DiameterStatistics | null }>();

/** Returns null while no tile has an estimate. The result is computed once for each table of tiles. */
export function diameterStatistics(tiles: Readonly<Record<string, TileRecord>>): DiameterStatistics | null {
  const cached = known.get(tiles);
  if (cached !== undefined) return cached.found;
  const diameters = Object.values(tiles)
    .flatMap(({ estimatedDiameter }) => estimatedDiameter ?? [])
    .sort((a, b) => a - b);
  const middle = diameters.length >> 1;
  const upper = diameters[middle];
  const found =
    upper === undefined
      ? null
      : {
          median: diameters.length % 2 === 1 ? upper : (upper + (diameters[middle - 1] ?? upper)) / 2,
          tiles: diameters.length,
        };
  known.set(tiles, { found });
  return found;
}
