import type { Problem } from "../errors.ts";
import type { WeakLabel } from "../localisation/localisation.ts";
import type { SegmentationOptions } from "../tile/segmentation-options.ts";
import type { ChannelName, TileId, TileStatus } from "../tile/tile.ts";
import type { TileMask } from "./tile-mask.ts";

/** The record of a tile: everything about it except pixels, label maps and cells. It is small and can be cloned. */
export interface TileRecord {
  readonly id: TileId;
  readonly status: TileStatus;
  /** px; 0 until the tile has been read. */
  readonly width: number;
  /** px; 0 until the tile has been read. */
  readonly height: number;
  /** Bits a sample; null until the tile has been read. */
  readonly bitDepth: 8 | 16 | null;
  /** Width of a pixel in µm, from the tile's files; null until the tile has been read, and when they give none. */
  readonly pixelSize: number | null;
  /** Channels without a file. While `status` is `waiting`, the user has not yet agreed to go on without them. */
  readonly missingChannels: readonly ChannelName[];
  /** Why the tile waits or failed; null otherwise. A ready tile may have the problem `NoCells`. */
  readonly problem: Problem | null;
  /** Number of cells; 0 until the tile is ready. */
  readonly cellCount: number;
  /** Options that the user set for this tile alone. Null means that the tile uses the data set's options. */
  readonly segmentation: SegmentationOptions | null;
  /** The options that the tile was segmented with, with the diameter in px of this tile; null until it is ready. */
  readonly segmentedWith: SegmentationOptions | null;
  /** Where the cells come from: `segmented` means that they were found, `imported` that they are those of the mask. */
  readonly maskSource: "segmented" | "imported";
  /** The label maps that came as files for this tile; null when none came. */
  readonly mask: TileMask | null;
  /** Number of cells that the user corrected by hand. */
  readonly correctedCells: number;
  /**
   * Nucleus diameter in px that segmentation used. Null until the tile is ready, and when
   * no nuclei had to be found.
   */
  readonly nucleusDiameter: number | null;
  /** Nucleus diameter in px as estimated from the blue channel; null when it was never estimated. */
  readonly estimatedDiameter: number | null;
  /** The tile's image-level labels; null when no annotation table names the tile. */
  readonly weakLabel: WeakLabel | null;
  /** True when the tile comes from the sample generator instead of the user's files. */
  readonly sample: boolean;
  /** When the tile was added, in milliseconds since 1970. The tile list has this order. */
  readonly addedAt: number;
  /** Seconds from decoding to stored crops; null until the tile is ready. */
  readonly processingSeconds: number | null;
}
