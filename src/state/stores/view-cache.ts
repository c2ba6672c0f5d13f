import type { TileView } from "../../domain/cell/tile-view.ts";
import type { TileId } from "../../domain/tile/tile.ts";

/**
 * Keeps the few tiles that the user looked at last, with their pixels. It is outside of the store, because the store
 * never holds pixels. A tile of 3072 x 3072 px with four 16-bit channels and two label maps has 113 MB. So the page
 * keeps at most three.
 */
export interface ViewCache {
  /** Returns the view if it is in the cache, else null. It loads nothing and does not count as use. */
  readonly peek: (tileId: TileId) => TileView | null;
  /** Returns the view, and loads it when it is not in the cache. Several callers share one load. */
  readonly get: (tileId: TileId) => Promise<TileView>;
  readonly forget: (tileId: TileId) => void;
  /** Replaces the tile's view in the cache. Does nothing when the cache has no view of the tile. */
  readonly replace: (view: TileView) => void;
  /** Replaces each cached view, for instance by one with newer predictions. */
  readonly update: (change: (view: TileView) => Promise<TileView>) => Promise<void>;
  readonly clear: () => void;
}

export function createViewCache(limit: number, load: (tileId: TileId) => Promise<TileView>): ViewCache {
  /** In order of use, the last used last. */
  const views = new Map<TileId, TileView>();
  const loading = new Map<TileId, Promise<TileView>>();

  function keep(tileId: TileId, view: TileView): void {
    views.delete(tileId);
    views.set(tileId, view);
    for (const oldest of views.keys()) {
      if (views.size <= limit) break;
      views.delete(oldest);
    }
  }

  return {
    peek: (tileId) => views.get(tileId) ?? null,
    async get(tileId) {
      const at = views.get(tileId);
      if (at !== undefined) {
        keep(tileId, at);
        return at;
      }
      const underWay = loading.get(tileId);
      if (underWay !== undefined) return underWay;
      const promise = load(tileId);
      loading.set(tileId, promise);
      try {
        const view = await promise;
        // When the tile was forgotten meanwhile, the loaded view is out of date and is not kept.
        if (loading.get(tileId) === promise) keep(tileId, view);
        return view;
      } finally {
        if (loading.get(tileId) === promise) loading.delete(tileId);
      }
    },
    forget(tileId) {
      views.delete(tileId);
      loading.delete(tileId);
    },
    replace(view) {
      if (views.has(view.record.id)) views.set(view.record.id, view);
    },
    async update(change) {
      for (const [tileId, view] of [...views]) {
        const changed = await change(view);
        if (views.get(tileId) === view) views.set(tileId, changed);
      }
    },
    clear() {
      views.clear();
      loading.clear();
    },
  };
}
