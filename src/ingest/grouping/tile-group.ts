import type { Problem } from "../../domain/errors.ts";
import type { ChannelName, TileId, TileSource } from "../../domain/tile/tile.ts";

/** The files that belong to one tile by their names. */
export interface TileGroup {
  readonly tileId: TileId;
  readonly source: TileSource;
  /**
   * Channels without a file, in the order of `channelNames`. Empty for a stack, whose channels
   * are known after decoding.
   */
  readonly missing: readonly ChannelName[];
  /**
   * Why the tile cannot be read now. With `MissingChannel` it waits for files, or for the user to go on without red or
   * yellow. With `DuplicateChannel` or `EmptyFile` it fails. Null means that it can be read.
   */
  readonly problem: Problem | null;
}
