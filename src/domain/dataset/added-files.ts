import type { Problem } from "../errors.ts";
import type { TileId, TileSource } from "../tile/tile.ts";
import type { TileRecord } from "./tile-record.ts";

export interface AddedFiles {
  /** Records that are new or changed (labels, channels that came later). */
  readonly tiles: readonly TileRecord[];
  /** Where to read those tiles that are `queued`. Handles, cheap to clone. */
  readonly sources: ReadonlyMap<TileId, TileSource>;
  /** New ones, and all `UnknownTile` there are now: those told before that are missing here have resolved themselves. */
  readonly problems: readonly Problem[];
}
