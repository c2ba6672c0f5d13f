import { breathe } from "../../domain/breathe.ts";
import { throwIfCancelled } from "../../domain/cancel.ts";
import { maskThresholds, type TileMask } from "../../domain/dataset/tile-mask.ts";
import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import { problemFrom } from "../../domain/errors.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { matchMasksAt } from "../../evaluation/match-masks.ts";
import { readLabelMap } from "../../storage/label-map-store.ts";
import { loadMasks } from "../../storage/mask-store.ts";
import { changeTileRow, loadTileRow } from "../../storage/tile-rows.ts";
import { recordFailure } from "../failures/record-failure.ts";
import { readTileMask } from "../tile/read-tile-mask.ts";
import { loadReadyTile } from "../tile/ready-tile.ts";

/**
 * Compares a tile's cells with its mask and stores the figures in the tile's record. If the mask cannot be read or
 * does not fit, the record gets the problem instead. The figures are dropped when cells or mask were replaced during
 * the comparison.
 *
 * @returns The tile's record; null when the tile has left the data set.
 * @throws StorageBroken when the tile is not segmented.
 * @throws Cancelled when the signal is aborted.
 */
export async function compareMask(tileId: TileId, signal: AbortSignal): Promise<TileRecord | null> {
  if ((await loadTileRow(tileId)) === null) return null;
  const tile = await loadReadyTile(tileId);
  const mask = (await loadMasks([tileId])).get(tileId);
  const file = mask?.cells ?? null;
  if (file === null || tile.record.mask?.leftOut) return tile.record;
  throwIfCancelled(signal);
  const verdict: Pick<TileMask, "agreement" | "problem"> = await readTileMask(file, tile.record, tileId)
    .then(async (truth) => {
      const cells = await readLabelMap(tile.folder, tile.generation.id, "cells", tileId);
      throwIfCancelled(signal);
      return { agreement: matchMasksAt(cells, truth, maskThresholds), problem: null };
    })
    .catch(async (error: unknown) => {
      await recordFailure(error, file.fileName);
      return { agreement: null, problem: problemFrom(error, file.fileName) };
    });
  await breathe();
  throwIfCancelled(signal);
  const still = (await loadMasks([tileId])).get(tileId)?.cells?.stored === file.stored;
  const changed = await changeTileRow(tileId, (row) => {
    const { record } = row;
    if (!still || record.mask === null || row.generation?.id !== tile.generation.id) return row;
    return { ...row, record: { ...record, mask: { ...record.mask, ...verdict } } };
  });
  return changed?.record ?? null;
}
