import { create } from "zustand";
import type { Problem } from "../../domain/errors.ts";
import type { StartingWeights } from "../../domain/training/starting-weights.ts";

/** The weights that a run can start from, and the import that is under way. */
export interface WeightsState {
  readonly list: readonly StartingWeights[];
  /** The file that is read, or the address that is fetched. `done` and `of` are bytes; `of` is null when unknown. */
  readonly underWay:
    | { readonly kind: "file"; readonly name: string }
    | { readonly kind: "fetch"; readonly name: string; readonly done: number; readonly of: number | null }
    | null;
  /** Why the last file or address gave no weights; null otherwise. */
  readonly problem: Problem | null;
}

export const useWeights = create<WeightsState>()(() => ({ list: [], underWay: null, problem: null }));
