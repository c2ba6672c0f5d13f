import type { LabelMap } from "./label-map.ts";
import type { SegmentationOptions } from "./segmentation-options.ts";
import type { TileId } from "./tile.ts";

export interface PreviewRequest {
  readonly tileId: TileId;
  /** In px of this tile. */
  readonly segmentation: SegmentationOptions;
}

/** What a tile would become with other options. Nothing of it is stored; the label maps are transferred. */
export interface TilePreview {
  readonly cellMap: LabelMap;
  readonly nucleusMap: LabelMap;
  /** Cells in the map: where corrected ones are kept, fewer than its highest number. */
  readonly cellCount: number;
  /** px that were used; 0 when nothing looks like a nucleus. */
  readonly nucleusDiameter: number;
  /** The tile's own, px, whatever the options say; null when nothing looks like a nucleus. */
  readonly estimatedDiameter: number | null;
}
