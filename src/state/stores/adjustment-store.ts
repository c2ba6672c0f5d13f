import { create } from "zustand";
import type { Problem } from "../../domain/errors.ts";
import type { SegmentationOptions } from "../../domain/tile/segmentation-options.ts";
import type { TileId } from "../../domain/tile/tile.ts";

/** The figures of a preview. Its label maps are in `previewMaps`. A new preview is a new object. */
export interface PreviewResult {
  readonly cells: number;
  /** The nucleus diameter that was used, in px; 0 when nothing looks like a nucleus. */
  readonly nucleusDiameter: number;
}

/** The segmentation options that the user is changing and has not applied yet. */
export interface AdjustmentState {
  /** The tile that the panel shows; null while the panel is closed or there is no segmented tile. */
  readonly tileId: TileId | null;
  /** The values of the sliders; null means that the sliders show the tile's stored options. */
  readonly draft: SegmentationOptions | null;
  /** `preparing`: the worker reads the tile. `working`: the worker computes a preview. */
  readonly status: "closed" | "preparing" | "ready" | "working" | "failed";
  /** The tile's estimated nucleus diameter in px; null before the estimate, or when nothing looks like a nucleus. */
  readonly estimate: number | null;
  /** The newest preview; null while the stored cells are shown. */
  readonly result: PreviewResult | null;
  /** True when the page shows the stored outlines although there is a preview. */
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
