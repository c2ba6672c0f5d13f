import { create } from "zustand";

/** How the model's view of a cell is laid over its crop, whatever cell is selected. */
export interface HeatState {
  readonly shown: boolean;
  /** null follows each cell's likeliest class. */
  readonly classIndex: number | null;
  /** 0..1 */
  readonly opacity: number;
}

export const restingHeat: HeatState = { shown: false, classIndex: null, opacity: 0.7 };

export const useHeat = create<HeatState>()(() => restingHeat);
