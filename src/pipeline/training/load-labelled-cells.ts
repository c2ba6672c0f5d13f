import type { StoredWeakLabel } from "../../storage/database.ts";
import { loadCells } from "../../storage/tile-rows.ts";
import { withPlaces } from "../tile/cell-places.ts";
import type { ReadyTile } from "../tile/ready-tile.ts";
import type { LabelledCell } from "./training-data.ts";

/** Loads the cells of labelled tiles for training. */
export async function loadLabelledCells(
  tiles: readonly ReadyTile[],
  tables: ReadonlyMap<string, StoredWeakLabel>,
): Promise<LabelledCell[]> {
  const perTile = await Promise.all(
    tiles.map(async ({ record }) => {
      const { protein } = tables.get(record.id) ?? {};
      return withPlaces(await loadCells(record.id), record).map(({ number, place }) => ({
        tileId: record.id,
        number,
        labels: record.weakLabel ?? [],
        ...(place === null ? {} : { place }),
        ...(protein === undefined ? {} : { protein }),
      }));
    }),
  );
  return perTile.flat();
}
