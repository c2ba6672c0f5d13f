import type { TileRecord } from "../../domain/dataset/tile-record.ts";

/** Nucleus diameters of the data set as they were estimated tile by tile. */
export interface DiameterStatistics {
  /** px. */
  readonly median: number;
  /** Tiles that were estimated. */
  readonly tiles: number;
}

const known = new WeakMap<Readonly<Record<string, TileRecord>>, { readonly found: DiameterStatistics | null }>();

/** null while no tile is estimated. Worked out once for each table of tiles. */
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
