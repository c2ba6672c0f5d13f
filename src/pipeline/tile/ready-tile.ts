import { problemError } from "../../domain/errors.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import type { TileGeneration, TileRow } from "../../storage/database.ts";
import { loadTileRow, loadTileRows } from "../../storage/tile-rows.ts";

/** A tile whose cells are stored. */
export interface ReadyTile extends TileRow {
  readonly folder: string;
  readonly generation: TileGeneration;
}

function isReady(row: TileRow | null): row is ReadyTile {
  return row !== null && row.record.status === "ready" && row.folder !== null && row.generation !== null;
}

/** @throws StorageBroken when the tile is not in the data set or not segmented. */
export async function loadReadyTile(tileId: TileId): Promise<ReadyTile> {
  const row = await loadTileRow(tileId);
  if (isReady(row)) return row;
  throw problemError({
    tag: "StorageBroken",
    subject: tileId,
    message: row === null ? `Tile ${tileId} is not in the data set.` : `Tile ${tileId} is not segmented yet.`,
    remedy: row === null ? "Drop its files again." : "Wait until it is, or see what its entry in the list says.",
  });
}

/** Loads all tiles whose cells are stored, in the order of the tile list. */
export async function loadReadyTiles(): Promise<ReadyTile[]> {
  return (await loadTileRows()).filter(isReady);
}
