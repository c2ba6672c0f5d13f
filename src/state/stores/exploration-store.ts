import { create } from "zustand";
import type { EmbeddingCoverage } from "../../domain/cell/embedding.ts";
import type { MapProgress, ReviewList } from "../../domain/cell/exploration.ts";
import type { Problem } from "../../domain/errors.ts";

/** What the page knows about all cells at once: small numbers and ids. The map itself is in `embedding-map.ts`. */
export interface ExplorationState {
  /** null before the first count. */
  readonly coverage: EmbeddingCoverage | null;
  /** Progress of computing features, in tiles; null when none are computed. `of` is 0 until it is known. */
  readonly embedding: { readonly done: number; readonly of: number; readonly startedAt: number } | null;
  /** Progress of laying out a map; null when none is laid out. */
  readonly mapping: MapProgress | null;
  /** Number of the map on the page; it grows with each new map. 0 means that there is no map. */
  readonly map: number;
  /** `modelKey` of the model whose features the map shows, and how many cells had features when it was made. */
  readonly mapOf: { readonly model: string; readonly cells: number } | null;
  /** One sentence that says why work ended early although nothing is wrong; null otherwise. */
  readonly note: string | null;
  /** Why the features or the map could not be computed; null otherwise. */
  readonly problem: Problem | null;
  readonly review: ReviewState;
}

export interface ReviewState {
  readonly list: ReviewList | null;
  readonly loading: boolean;
  /** The list shows only disagreements about this class; null means all classes. */
  readonly classIndex: number | null;
  /** `reviewKey` of each row that the user has visited, the last visited row last. */
  readonly seen: readonly string[];
  readonly problem: Problem | null;
}

export const unexplored: ExplorationState = {
  coverage: null,
  embedding: null,
  mapping: null,
  map: 0,
  mapOf: null,
  note: null,
  problem: null,
  review: { list: null, loading: false, classIndex: null, seen: [], problem: null },
};

export const useExploration = create<ExplorationState>()(() => unexplored);
