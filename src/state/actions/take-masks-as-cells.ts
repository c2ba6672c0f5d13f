import type { TileId } from "../../domain/tile/tile.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { keepOwn, processTiles } from "./process-tiles.ts";

/** Makes the masks of these tiles their cells. Resolves when that is done. */
export function adoptMasks(ids: readonly TileId[]): Promise<void> {
  const { tiles } = useDataset.getState();
  return processTiles(
    ids.filter((id) => tiles[id]?.status === "ready" && tiles[id].mask?.cells),
    keepOwn,
    "mask",
  );
}
