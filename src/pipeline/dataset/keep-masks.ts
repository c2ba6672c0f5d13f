import type { TileMask } from "../../domain/dataset/tile-mask.ts";
import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import { type Problem, problemFrom } from "../../domain/errors.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { readSource } from "../../ingest/files/read-source.ts";
import { foldProblems } from "../../ingest/grouping/fold-problems.ts";
import type { MaskFile } from "../../ingest/grouping/group-channels.ts";
import type { StoredMask } from "../../storage/database.ts";
import { deleteMasks, loadMasks, putMask } from "../../storage/mask-store.ts";
import { changeTileRow, changeTileRows } from "../../storage/tile-rows.ts";
import { recordFailure } from "../failures/record-failure.ts";

/**
 * Stores the bytes of dropped masks, with or without their tiles in the data set. A file that is wrong becomes a
 * problem.
 */
export async function keepMasks(masks: readonly MaskFile[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { tileId, part, file } of masks) {
    try {
      await putMask(tileId, part, file.name, await readSource(file));
    } catch (error) {
      await recordFailure(error, file.name);
      problems.push(problemFrom(error, file.name));
    }
  }
  return foldProblems(problems, "Other masks");
}

/**
 * Writes the kept masks into the records of these tiles. They count as new: no comparison was made yet.
 *
 * @returns The changed records.
 */
export async function attachMasks(tileIds: readonly TileId[]): Promise<TileRecord[]> {
  const masks = await loadMasks(tileIds);
  const rows = await changeTileRows(
    [...masks.keys()],
    (row) => ({ ...row, record: { ...row.record, mask: describeMask(masks.get(row.record.id)!) } }),
    "The masks",
  );
  return rows.map((row) => row.record);
}

function describeMask({ cells, nuclei }: StoredMask): TileMask {
  return {
    cells: cells?.fileName ?? null,
    nuclei: nuclei?.fileName ?? null,
    agreement: null,
    problem: null,
    leftOut: null,
  };
}

/**
 * Removes the mask of a tile. Cells that were made from the mask stay.
 *
 * @returns The tile's record; null when the tile is not in the data set.
 */
export async function removeMask(tileId: TileId): Promise<TileRecord | null> {
  await deleteMasks([tileId]);
  const row = await changeTileRow(tileId, (known) => ({ ...known, record: { ...known.record, mask: null } }));
  return row?.record ?? null;
}
