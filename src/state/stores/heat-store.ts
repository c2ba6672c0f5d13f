import { create } from "zustand";

/** How the page lays the model's heat map over a cell's crop. It is the same for every cell. */
export interface HeatState {
  readonly shown: boolean;
  /** The class that the heat map explains; null means each cell's most likely class. */
  readonly classIndex: number | null;
  /** Opacity of the heat map, 0..1. */
  readonly opacity: number;
}

export const restingHeat: HeatState = { shown: false, classIndex: null, opacity: 0.7 };

export const useHeat = create<HeatState>()(() => restingHeat);
