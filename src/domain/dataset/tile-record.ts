import type { Problem } from "../errors.ts";
import type { WeakLabel } from "../localisation/localisation.ts";
import type { SegmentationOptions } from "../tile/segmentation-options.ts";
import type { ChannelName, TileId, TileStatus } from "../tile/tile.ts";
import type { TileMask } from "./tile-mask.ts";

/** What is kept of a tile beside its pixels: small, cloneable, the row of the tile list. */
export interface TileRecord {
  readonly id: TileId;
  readonly status: TileStatus;
  /** 0 until the tile has been read. */
  readonly width: number;
  readonly height: number;
  readonly bitDepth: 8 | 16 | null;
  /** Width of a pixel in µm, as the tile's files tell it; null when they do not, or until the tile has been read. */
  readonly pixelSize: number | null;
  /** Channels that no file was given for. While `status` is `waiting` the user has not yet said to go on without them. */
  readonly missingChannels: readonly ChannelName[];
  /** Why the tile waits or failed; null otherwise. `NoCells` may stand on a ready tile. */
  readonly problem: Problem | null;
  readonly cellCount: number;
  /** Options set for this tile alone; null: it follows the data set's. */
  readonly segmentation: SegmentationOptions | null;
  /** What its cells were found with, diameter in px of this tile; null until segmented. */
  readonly segmentedWith: SegmentationOptions | null;
  /** Where the cells come from: found here, or taken over from the tile's mask. */
  readonly maskSource: "segmented" | "imported";
  /** The label maps that came for this tile; null when none did. */
  readonly mask: TileMask | null;
  /** How many of them were corrected by hand. */
  readonly correctedCells: number;
  /** Nucleus diameter in px that segmentation used; null until segmented. */
  readonly nucleusDiameter: number | null;
  /** Nucleus diameter in px as estimated from the blue channel; null when it never was, as the options gave one. */
  readonly estimatedDiameter: number | null;
  /** The tile's image-level labels; null when no table named it. */
  readonly weakLabel: WeakLabel | null;
  /** From the sample generator, not from the user's files. */
  readonly sample: boolean;
  /** Milliseconds since 1970 at which the tile came in; the list's order. */
  readonly addedAt: number;
  /** Seconds from decode to stored crops; null until ready. */
  readonly processingSeconds: number | null;
}
