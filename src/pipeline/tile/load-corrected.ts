import type { CorrectedCells } from "../../correction/keep-corrected.ts";
import type { CropOptions } from "../../domain/tile/crop-options.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { readLabelMap } from "../../storage/label-map-store.ts";
import { loadCells, loadTileRow } from "../../storage/tile-rows.ts";

export interface LoadedCorrections extends CorrectedCells {
  /** The generation that the cells belong to. */
  readonly generation: string;
  /** The options their crops were made with. */
  readonly crop: CropOptions;
}

/**
 * Loads the cells that the user corrected, so that they stay when the tile is segmented again; null when there are
 * none.
 *
 * @throws StorageBroken
 */
export async function loadCorrected(tileId: TileId): Promise<LoadedCorrections | null> {
  const row = await loadTileRow(tileId);
  const { folder = null, generation = null } = row ?? {};
  if (folder === null || generation === null) return null;
  const numbers = new Set((await loadCells(tileId)).filter(({ corrected }) => corrected).map(({ number }) => number));
  if (numbers.size === 0) return null;
  const [cells, nuclei] = await Promise.all([
    readLabelMap(folder, generation.id, "cells", tileId),
    readLabelMap(folder, generation.id, "nuclei", tileId),
  ]);
  return { cells, nuclei, numbers, generation: generation.id, crop: generation.crop };
}
