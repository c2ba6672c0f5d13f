import type { TileId } from "../../domain/tile/tile.ts";
import type { TilePreview } from "../../domain/tile/tile-preview.ts";
import { type PreviewResult, useAdjustment } from "../../state/stores/adjustment-store.ts";
import { previewMaps } from "../../state/stores/preview-maps.ts";

export interface ShownPreview {
  readonly result: PreviewResult;
  /** The label maps to draw instead of the stored ones; null while the user looks at the stored ones. */
  readonly maps: TilePreview | null;
}

/** The preview of other segmentation options on this tile; null while there is none. */
export function usePreview(tileId: TileId): ShownPreview | null {
  const result = useAdjustment((state) => (state.tileId === tileId ? state.result : null));
  const showBefore = useAdjustment((state) => state.showBefore);
  if (result === null) return null;
  return { result, maps: showBefore ? null : previewMaps(result) };
}
