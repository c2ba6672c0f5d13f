import { create } from "zustand";
import type { Problem } from "../../domain/errors.ts";
import type { SegmentationOptions } from "../../domain/tile/segmentation-options.ts";
import type { TileId } from "../../domain/tile/tile.ts";

/** What is known of a preview beside its label maps, which lie in `previewMaps`. A new preview is a new object. */
export interface PreviewResult {
  readonly cells: number;
  /** px that were used; 0 when nothing looks like a nucleus. */
  readonly nucleusDiameter: number;
}

/** Segmentation options in the user's hands, before they are applied. */
export interface AdjustmentState {
  /** The tile that the panel is open on; null while it is closed or there is no segmented tile. */
  readonly tileId: TileId | null;
  /** What the sliders say; null: what holds for the tile. */
  readonly draft: SegmentationOptions | null;
  /** `preparing`: the worker reads the tile; `working`: a preview is on its way. */
  readonly status: "closed" | "preparing" | "ready" | "working" | "failed";
  /** The tile's own nucleus diameter in px; null until estimated, or when nothing looks like a nucleus. */
  readonly estimate: number | null;
  /** The newest preview; null while the stored cells are shown. */
  readonly result: PreviewResult | null;
  /** The stored outlines are shown although there is a preview. */
  readonly showBefore: boolean;
  /** Why the last preview failed. */
  readonly problem: Problem | null;
}

export const noAdjustment: AdjustmentState = {
  tileId: null,
  draft: null,
  status: "closed",
  estimate: null,
  result: null,
  showBefore: false,
  problem: null,
};

export const useAdjustment = create<AdjustmentState>()(() => noAdjustment);
