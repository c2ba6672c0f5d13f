import type { Problem } from "../errors.ts";
import type { TileId, TileSource } from "../tile/tile.ts";
import type { TileRecord } from "./tile-record.ts";

/** What changed in the data set when the user added files. */
export interface AddedFiles {
  /** New records, and records that changed because labels, masks or missing channels came. */
  readonly tiles: readonly TileRecord[];
  /** The files of those tiles that are `queued`. They are handles, so they are cheap to clone. */
  readonly sources: ReadonlyMap<TileId, TileSource>;
  /**
   * New problems, and all current `UnknownTile` problems. An earlier `UnknownTile` problem that is not
   * in this list is resolved.
   */
  readonly problems: readonly Problem[];
}
