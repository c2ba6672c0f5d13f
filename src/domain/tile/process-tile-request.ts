import type { CropOptions } from "./crop-options.ts";
import type { SegmentationOptions } from "./segmentation-options.ts";
import type { ChannelName, TileId, TileSource } from "./tile.ts";

/** The request to decode one tile, find its cells and store them with their crops. */
export interface ProcessTileRequest {
  readonly tileId: TileId;
  /** The tile's files. Null means that the pixels are in storage already, as when a tile is segmented again. */
  readonly source: TileSource | null;
  /** Missing channels that the user agreed to do without. */
  readonly without: readonly ChannelName[];
  /** Options to segment with. The nucleus diameter is in px of this tile. */
  readonly segmentation: SegmentationOptions;
  /**
   * Options that the user set for this tile alone, kept in its record. Null means that it
   * uses the data set's options.
   */
  readonly own: SegmentationOptions | null;
  readonly crop: CropOptions;
  /** Where the cells come from: `segmentation` finds them, `mask` takes them from the tile's mask. */
  readonly cellsFrom: "segmentation" | "mask";
}

/** The stages of processing a tile, in order. */
export type ProcessingStage = "decode" | "segment" | "measure" | "crop" | "store";
