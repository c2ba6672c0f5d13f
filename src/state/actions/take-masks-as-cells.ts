import type { TileId } from "../../domain/tile/tile.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { keepOwn, processTiles } from "./process-tiles.ts";

/** The masks of these tiles become their cells. Resolves when they have. */
export function adoptMasks(ids: readonly TileId[]): Promise<void> {
  const { tiles } = useDataset.getState();
  return processTiles(
    ids.filter((id) => tiles[id]?.status === "ready" && tiles[id].mask?.cells),
    keepOwn,
    "mask",
  );
}
