import type { TileId } from "../../domain/tile/tile.ts";
import { announce } from "../stores/announce.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { services } from "../stores/services.ts";
import { refreshStorageReport } from "../stores/storage-store.ts";
import { putTiles } from "../stores/tile-table.ts";
import { reportProblem } from "./report-problem.ts";

/** Removes the mask of a tile. The tile's cells stay as they are. */
export async function removeMask(tileId: TileId): Promise<void> {
  try {
    const record = await services().dataset.removeMask(tileId);
    if (record !== null) useDataset.setState((state) => putTiles(state, [record]));
    announce("The mask was removed.");
    void refreshStorageReport();
  } catch (error) {
    reportProblem(error, tileId);
  }
}
