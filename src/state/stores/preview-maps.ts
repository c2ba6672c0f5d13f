import type { TilePreview } from "../../domain/tile/tile-preview.ts";
import type { PreviewResult } from "./adjustment-store.ts";

/** The label maps of the preview on the page. They are outside of the store, because the store never holds pixels. */
let maps: { readonly of: PreviewResult; readonly preview: TilePreview } | null = null;

export function keepPreviewMaps(of: PreviewResult | null, preview: TilePreview | null): void {
  maps = of === null || preview === null ? null : { of, preview };
}

/** Returns the label maps of this preview, or null when the page shows another preview or none. */
export function previewMaps(of: PreviewResult | null): TilePreview | null {
  return of !== null && maps?.of === of ? maps.preview : null;
}
