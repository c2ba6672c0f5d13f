import type { TileView } from "../../domain/cell/tile-view.ts";
import type { TileId } from "../../domain/tile/tile.ts";

/**
 * The few tiles that were looked at last, with their pixels: outside of the store, which never holds pixels.
 * A 3072 px tile of four 16-bit channels and two label maps is 113 MB, hence at most three.
 */
export interface ViewCache {
  /** The view if it is at hand, without asking for it; counts as no use. */
  readonly peek: (tileId: TileId) => TileView | null;
  /** Loads the view unless it is at hand or on its way; several callers share one load. */
  readonly get: (tileId: TileId) => Promise<TileView>;
  readonly forget: (tileId: TileId) => void;
  /** Takes a newer view in place of the one at hand; without one it is not kept. */
  readonly replace: (view: TileView) => void;
  /** Replaces each cached view, for instance by one with newer predictions. */
  readonly update: (change: (view: TileView) => Promise<TileView>) => Promise<void>;
  readonly clear: () => void;
}

export function createViewCache(limit: number, load: (tileId: TileId) => Promise<TileView>): ViewCache {
  /** In order of use, the latest last. */
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
        // Forgotten meanwhile: what came is out of date.
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
