import type { Problem } from "../../domain/errors.ts";
import type { ChannelName, TileId, TileSource } from "../../domain/tile/tile.ts";

/** The files of one tile, as their names tell. */
export interface TileGroup {
  readonly tileId: TileId;
  readonly source: TileSource;
  /** Channels without a file, in the order of `channelNames`; empty for a stack, whose channels only its bytes tell. */
  readonly missing: readonly ChannelName[];
  /**
   * Why the tile cannot be read as it stands: `MissingChannel` (it waits: for files, or for the user to go on without red
   * or yellow), `DuplicateChannel` or `EmptyFile` (it fails). null when it is ready to be read.
   */
  readonly problem: Problem | null;
}
