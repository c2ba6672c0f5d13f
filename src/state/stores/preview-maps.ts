import type { TilePreview } from "../../domain/tile/tile-preview.ts";
import type { PreviewResult } from "./adjustment-store.ts";

/** Label maps of the preview on the page: outside of the store, which never holds pixels. At most one. */
let maps: { readonly of: PreviewResult; readonly preview: TilePreview } | null = null;

export function keepPreviewMaps(of: PreviewResult | null, preview: TilePreview | null): void {
  maps = of === null || preview === null ? null : { of, preview };
}

/** The label maps of this preview; null when it is no longer the one on the page. */
export function previewMaps(of: PreviewResult | null): TilePreview | null {
  return of !== null && maps?.of === of ? maps.preview : null;
}
