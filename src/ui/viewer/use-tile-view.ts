import { useEffect, useState } from "react";
import type { TileView } from "../../domain/cell/tile-view.ts";
import type { Problem } from "../../domain/errors.ts";
import type { TileId } from "../../domain/tile/tile.ts";
import { useDataset } from "../../state/stores/dataset-store.ts";
import { recordFailure } from "../../state/stores/page-failures.ts";
import { tileViews, useViewGeneration } from "../../state/stores/tile-views.ts";

/** Waiting time in ms before a tile's pixels are loaded, because holding down an arrow key passes many tiles. */
const restTime = 120;

interface TileViewState {
  readonly view: TileView | null;
  readonly problem: Problem | null;
}

const nothing: TileViewState = { view: null, problem: null };

/** The view of a ready tile, from the cache or from the worker; null while it is loading. */
export function useTileView(tileId: TileId | null): TileViewState {
  const generation = useViewGeneration();
  const ready = useDataset((state) => tileId !== null && state.tiles[tileId]?.status === "ready");
  const [state, setState] = useState<TileViewState>(nothing);

  // biome-ignore lint/correctness/useExhaustiveDependencies: in a new generation the cached view may be outdated
  useEffect(() => {
    if (tileId === null || !ready) {
      setState(nothing);
      return;
    }
    const cached = tileViews.peek(tileId);
    if (cached !== null) {
      setState({ view: cached, problem: null });
      return;
    }
    // A tile that is loaded again keeps its picture until the new one is there. Another tile's picture is removed.
    setState((old) => (old.view?.record.id === tileId ? old : nothing));
    let wanted = true;
    const timer = setTimeout(() => {
      tileViews
        .get(tileId)
        .then((view) => wanted && setState({ view, problem: null }))
        .catch((error: unknown) => wanted && setState({ view: null, problem: recordFailure(error, tileId) }));
    }, restTime);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [tileId, ready, generation]);

  return state;
}
