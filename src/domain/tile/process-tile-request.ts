import type { CropOptions } from "./crop-options.ts";
import type { SegmentationOptions } from "./segmentation-options.ts";
import type { ChannelName, TileId, TileSource } from "./tile.ts";

export interface ProcessTileRequest {
  readonly tileId: TileId;
  /** null reads the pixels kept in storage (segment again). */
  readonly source: TileSource | null;
  /** Channels the user goes on without. */
  readonly without: readonly ChannelName[];
  /** What to segment with, in px of this tile. */
  readonly segmentation: SegmentationOptions;
  /** The options set for this tile alone, kept in its record; null: it follows the data set's. */
  readonly own: SegmentationOptions | null;
  readonly crop: CropOptions;
  /** Where the cells come from: found, or taken over from the tile's mask. */
  readonly cellsFrom: "segmentation" | "mask";
}

export type ProcessingStage = "decode" | "segment" | "measure" | "crop" | "store";
