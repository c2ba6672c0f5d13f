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
 * Segments the tile with `own` as its settings. The preview stays on the page until the new cells are there; when the work
 * was cancelled or failed, the tile is as it was, and the draft stays as well.
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

/** The draft that was applied and its preview go when the tile's new cells can be shown; a newer draft stays. */
async function dropOnceShown(tileId: TileId, applied: SegmentationOptions | null): Promise<void> {
  // A view that cannot be loaded is told where it is shown.
  await tileViews.get(tileId).catch(() => {});
  dropApplied(tileId, applied);
}

function dropApplied(tileId: TileId, applied: SegmentationOptions | null): void {
  const { tileId: open, draft } = useAdjustment.getState();
  if (open === tileId && draft === applied) discardDraft();
}

/** The draft (without one: what holds) becomes the tile's own settings, unless they are the data set's. */
export function applyToTile(tileId: TileId): Promise<void> {
  const dataset = useDataset.getState();
  const options = useAdjustment.getState().draft ?? optionsOf(dataset.tiles[tileId], dataset);
  return applyOwn(tileId, sameSegmentation(options, dataset.segmentation) ? null : options);
}

/** The tile gives its own settings up and is segmented with the data set's. */
export function followDataset(tileId: TileId): Promise<void> {
  discardDraft();
  return applyOwn(tileId, null);
}

/** Tiles with settings of their own, other than `tileId`. */
export function tilesWithOwn(tiles: Readonly<Record<string, TileRecord>>, tileId: TileId | null): number {
  return Object.values(tiles).filter((record) => record.segmentation !== null && record.id !== tileId).length;
}

/**
 * The draft (without one: what holds) becomes the data set's settings, and every tile is segmented again: those with
 * settings of their own with these, unless `overOwn` takes them away. The tile in view comes first and follows the data set.
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
