import { create } from "zustand";
import type { EmbeddingCoverage } from "../../domain/cell/embedding.ts";
import type { MapProgress, ReviewList } from "../../domain/cell/exploration.ts";
import type { Problem } from "../../domain/errors.ts";

/** What is known about all cells at once: small numbers and ids only; the map itself lies in `embedding-map.ts`. */
export interface ExplorationState {
  /** null until it was asked for. */
  readonly coverage: EmbeddingCoverage | null;
  /** Features being computed, in tiles; null when not. `of` is 0 until it is known. */
  readonly embedding: { readonly done: number; readonly of: number; readonly startedAt: number } | null;
  /** The map being laid out; null when not. */
  readonly mapping: MapProgress | null;
  /** The map at hand: counts up with each; 0 without one. */
  readonly map: number;
  /** `modelKey` of the model the map is of, and how many cells had features then. */
  readonly mapOf: { readonly model: string; readonly cells: number } | null;
  /** Work ended early without anything being wrong: what happened, one sentence. */
  readonly note: string | null;
  /** Why features or the map could not be made; null otherwise. */
  readonly problem: Problem | null;
  readonly review: ReviewState;
}

export interface ReviewState {
  readonly list: ReviewList | null;
  readonly loading: boolean;
  /** Only disagreements about this class; null for all. */
  readonly classIndex: number | null;
  /** Rows that were gone to, by `reviewKey`. */
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
