import { type MaskAgreement, poolAgreements } from "../../domain/dataset/tile-mask.ts";
import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import type { TileId } from "../../domain/tile/tile.ts";

/** The tiles that have a mask, by the use of the mask. */
export interface MaskedTiles {
  /** Ready tiles with a mask of cells. */
  readonly all: readonly TileId[];
  /** Those of them whose cells came from this mask. */
  readonly imported: readonly TileId[];
  /** Number of ready tiles whose cells came from a mask. The mask may have been removed or replaced since. */
  readonly takenOver: number;
  /** Number of tiles whose cells were compared with the mask. */
  readonly compared: number;
  /** The agreement of all compared tiles together, one entry per threshold; null when no tile was compared. */
  readonly pooled: readonly MaskAgreement[] | null;
}

const known = new WeakMap<Readonly<Record<string, TileRecord>>, MaskedTiles>();

export function maskedTiles(tiles: Readonly<Record<string, TileRecord>>): MaskedTiles {
  const before = known.get(tiles);
  if (before !== undefined) return before;
  const masked = Object.values(tiles).filter(({ status, mask }) => status === "ready" && mask !== null && mask.cells);
  const figures = masked.flatMap(({ mask }) => (mask?.agreement ? [mask.agreement] : []));
  const counted: MaskedTiles = {
    all: masked.map(({ id }) => id),
    imported: masked.flatMap(({ id, mask }) => (mask?.leftOut ? [id] : [])),
    takenOver: Object.values(tiles).filter(({ status, maskSource }) => status === "ready" && maskSource === "imported")
      .length,
    compared: figures.length,
    pooled: figures.length === 0 ? null : poolAgreements(figures),
  };
  known.set(tiles, counted);
  return counted;
}
