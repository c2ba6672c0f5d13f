import { create } from "zustand";
import type { TileView } from "../../domain/cell/tile-view.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { services } from "./services.ts";
import { createViewCache, type ViewCache } from "./view-cache.ts";

/** The page's views. */
export const tileViews: ViewCache = createViewCache(3, (tileId) => services().dataset.loadView(tileId));

/** Counts up whenever a cached view changed, so that whoever shows one asks again. */
export const useViewGeneration = create<number>()(() => 0);

function bump(): void {
  useViewGeneration.setState((generation) => generation + 1, true);
}

/** The tile was segmented again or removed: its view is out of date. */
export function forgetView(tileId: TileId): void {
  tileViews.forget(tileId);
  bump();
}

/** All views may be out of date. */
export function forgetViews(): void {
  tileViews.clear();
  bump();
}

/** Cells of the tile were corrected: the view at hand takes them over. */
export function replaceView(view: TileView): void {
  tileViews.replace(view);
  bump();
}

/** New probabilities are in storage: the views at hand take them over, their pixels stay. */
export async function refreshPredictions(): Promise<void> {
  const { dataset } = services();
  await tileViews.update(
    async (view): Promise<TileView> => ({ ...view, predictions: await dataset.loadPredictions(view.record.id) }),
  );
  bump();
}
