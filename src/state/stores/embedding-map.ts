import type { EmbeddingMap } from "../../domain/cell/exploration.ts";
import { useExploration } from "./exploration-store.ts";

/** The map that is shown: outside of the store, which holds no arrays. 10,000 cells are 140 kB. */
let current: EmbeddingMap | null = null;

export function embeddingMap(): EmbeddingMap | null {
  return current;
}

/** Puts a map in place of the last one, with what it is of. */
export function showMap(map: EmbeddingMap | null, model: string): void {
  current = map;
  useExploration.setState((state) => ({
    map: map === null ? 0 : state.map + 1,
    mapOf: map === null ? null : { model, cells: map.of },
  }));
}
