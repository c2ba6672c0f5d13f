import type { EmbeddingMap } from "../../domain/cell/exploration.ts";
import { useExploration } from "./exploration-store.ts";

/** The map on the page. It is outside of the store, because the store holds no arrays. 10,000 cells have 140 kB. */
let current: EmbeddingMap | null = null;

export function embeddingMap(): EmbeddingMap | null {
  return current;
}

/**
 * Replaces the map on the page.
 *
 * @param model `modelKey` of the model whose features the map shows.
 */
export function showMap(map: EmbeddingMap | null, model: string): void {
  current = map;
  useExploration.setState((state) => ({
    map: map === null ? 0 : state.map + 1,
    mapOf: map === null ? null : { model, cells: map.of },
  }));
}
