import { create } from "zustand";
import type { TileView } from "../../domain/cell/tile-view.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { services } from "./services.ts";
import { createViewCache, type ViewCache } from "./view-cache.ts";

/** The page's views. */
export const tileViews: ViewCache = createViewCache(3, (tileId) => services().dataset.loadView(tileId));

/** Grows whenever a cached view changes, so that components that show a view ask for it again. */
export const useViewGeneration = create<number>()(() => 0);

function bump(): void {
  useViewGeneration.setState((generation) => generation + 1, true);
}

/** Drops the view of a tile that was segmented again or removed. */
export function forgetView(tileId: TileId): void {
  tileViews.forget(tileId);
  bump();
}

/** Drops all views, because they may be out of date. */
export function forgetViews(): void {
  tileViews.clear();
  bump();
}

/** Replaces the cached view of a tile whose cells were corrected. */
export function replaceView(view: TileView): void {
  tileViews.replace(view);
  bump();
}

/** Loads the stored probabilities into the cached views. The views keep their pixels. */
export async function refreshPredictions(): Promise<void> {
  const { dataset } = services();
  await tileViews.update(
    async (view): Promise<TileView> => ({ ...view, predictions: await dataset.loadPredictions(view.record.id) }),
  );
  bump();
}
