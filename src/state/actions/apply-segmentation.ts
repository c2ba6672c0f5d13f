import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import { type SegmentationOptions, sameSegmentation } from "../../domain/tile/segmentation-options.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { useAdjustment } from "../stores/adjustment-store.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { services } from "../stores/services.ts";
import { tileViews } from "../stores/tile-views.ts";
import { discardDraft, optionsOf } from "./adjust-segmentation.ts";
import { segmentAgain } from "./process-tiles.ts";

/**
 * Segments the tile with `own` as its settings. The preview stays on the page until the new cells are there. When the
 * work is cancelled or fails, the tile stays as it was, and the draft stays too.
 */
async function applyOwn(tileId: TileId, own: SegmentationOptions | null): Promise<void> {
  const { draft } = useAdjustment.getState();
  await segmentAgain([tileId], () => own);
  const record = useDataset.getState().tiles[tileId];
  if (record !== undefined && sameOwn(record.segmentation, own)) await dropOnceShown(tileId, draft);
}

function sameOwn(a: SegmentationOptions | null, b: SegmentationOptions | null): boolean {
  return a === null || b === null ? a === b : sameSegmentation(a, b);
}

/** Drops the applied draft and its preview when the page can show the tile's new cells. A newer draft stays. */
async function dropOnceShown(tileId: TileId, applied: SegmentationOptions | null): Promise<void> {
  // When the view cannot be loaded, the viewer shows the problem.
  await tileViews.get(tileId).catch(() => {});
  dropApplied(tileId, applied);
}

function dropApplied(tileId: TileId, applied: SegmentationOptions | null): void {
  const { tileId: open, draft } = useAdjustment.getState();
  if (open === tileId && draft === applied) discardDraft();
}

/**
 * Makes the draft the tile's own settings; without a draft, the settings that the tile uses now. Settings equal to the
 * data set's do not become the tile's own.
 */
export function applyToTile(tileId: TileId): Promise<void> {
  const dataset = useDataset.getState();
  const options = useAdjustment.getState().draft ?? optionsOf(dataset.tiles[tileId], dataset);
  return applyOwn(tileId, sameSegmentation(options, dataset.segmentation) ? null : options);
}

/** Drops the tile's own settings and segments it with the data set's. */
export function followDataset(tileId: TileId): Promise<void> {
  discardDraft();
  return applyOwn(tileId, null);
}

/** Counts the tiles other than `tileId` that have their own settings. */
export function tilesWithOwn(tiles: Readonly<Record<string, TileRecord>>, tileId: TileId | null): number {
  return Object.values(tiles).filter((record) => record.segmentation !== null && record.id !== tileId).length;
}

/**
 * Makes the draft the data set's settings; without a draft, the settings that the tile in view uses now. Segments every
 * tile again. The tile in view comes first and loses its own settings. The other tiles keep their own settings, unless
 * `overOwn` is true.
 */
export async function applyToAll(overOwn: boolean): Promise<void> {
  const { draft, tileId } = useAdjustment.getState();
  const dataset = useDataset.getState();
  const record = tileId === null ? undefined : dataset.tiles[tileId];
  const segmentation = draft ?? optionsOf(record, dataset);
  useDataset.setState({ segmentation });
  if (dataset.order.length === 0) {
    const { crop, pixelSize } = dataset;
    await services().dataset.saveOptions({ segmentation, crop, pixelSize });
    discardDraft();
    return;
  }
  const rest = dataset.order.filter((id) => id !== tileId);
  const all = rest.length === dataset.order.length ? rest : [tileId as TileId, ...rest];
  const ended = segmentAgain(all, (tile) => (overOwn || tile.id === tileId ? null : tile.segmentation));
  if (tileId === null) {
    await ended;
    return;
  }
  const unsubscribe = useDataset.subscribe(({ tiles }) => {
    if (tiles[tileId] === record) return;
    unsubscribe();
    void dropOnceShown(tileId, draft);
  });
  await ended;
  unsubscribe();
  dropApplied(tileId, draft);
}
