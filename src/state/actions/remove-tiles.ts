import type { TileId } from "../../domain/tile/tile.ts";
import { announce } from "../stores/announce.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { selectTile, useSelection } from "../stores/selection-store.ts";
import { services } from "../stores/services.ts";
import { refreshStorageReport } from "../stores/storage-store.ts";
import { dropTiles } from "../stores/tile-table.ts";
import { forgetView } from "../stores/tile-views.ts";
import { cancelTile, forgetSource } from "./process-tiles.ts";
import { reportProblem } from "./report-problem.ts";

/** Removes tiles with their cells and predictions. When the tile in view is removed, the next tile comes into view. */
export async function removeTiles(ids: readonly TileId[]): Promise<void> {
  for (const id of ids) cancelTile(id);
  try {
    await services().dataset.removeTiles(ids);
  } catch (error) {
    reportProblem(error, ids.length === 1 ? (ids[0] ?? "The tile") : `${ids.length} tiles`);
    return;
  }
  const { order } = useDataset.getState();
  const { tileId } = useSelection.getState();
  const at = tileId === null ? -1 : order.indexOf(tileId);
  useDataset.setState((state) => dropTiles(state, ids));
  for (const id of ids) {
    forgetSource(id);
    forgetView(id);
  }
  if (tileId !== null && ids.includes(tileId)) {
    const left = useDataset.getState().order;
    selectTile(left[Math.min(Math.max(at, 0), left.length - 1)] ?? null);
  }
  announce(ids.length === 1 ? `Removed ${ids[0]}.` : `Removed ${ids.length} tiles.`);
  void refreshStorageReport();
}
