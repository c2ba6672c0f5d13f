import type { LabelMap } from "./label-map.ts";
import type { SegmentationOptions } from "./segmentation-options.ts";
import type { TileId } from "./tile.ts";

/** The request to segment a tile with other options, only to look at the result. */
export interface PreviewRequest {
  readonly tileId: TileId;
  /** Options to segment with. The nucleus diameter is in px of this tile. */
  readonly segmentation: SegmentationOptions;
}

/** The result of segmenting a tile with other options. It is not stored. The label maps are transferred to the page. */
export interface TilePreview {
  readonly cellMap: LabelMap;
  readonly nucleusMap: LabelMap;
  /** Number of cells in the map. It may be smaller than the highest number, when corrected cells are kept. */
  readonly cellCount: number;
  /** Nucleus diameter in px that segmentation used; 0 when nothing looks like a nucleus. */
  readonly nucleusDiameter: number;
  /**
   * Nucleus diameter in px as estimated from the tile, whatever the options say; null when
   * nothing looks like a nucleus.
   */
  readonly estimatedDiameter: number | null;
}
