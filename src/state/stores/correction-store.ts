import { create } from "zustand";
import { useSelection } from "./selection-store.ts";

export const correctionTools = ["select", "box", "draw", "split", "brush", "eraser"] as const;
export type CorrectionTool = (typeof correctionTools)[number];

/** The part of correction by hand that does not belong to one tile. */
export interface CorrectionState {
  readonly tool: CorrectionTool;
  /** The radius of brush and eraser, in px of the tile. */
  readonly radius: number;
  /** True when new cells and the brush also take pixels of neighbours. Holding Alt does the same for a moment. */
  readonly overNeighbours: boolean;
  /** The number of steps that the worker has not answered yet. */
  readonly waiting: number;
  /** Why the last step was not made; null when it was. */
  readonly refusal: string | null;
}

export const restingCorrection: CorrectionState = {
  tool: "select",
  radius: 12,
  overNeighbours: false,
  waiting: 0,
  refusal: null,
};

export const useCorrection = create<CorrectionState>()(() => restingCorrection);

// Users look at a new tile before they work on it. So the first click on it selects. A refusal was about the old tile.
useSelection.subscribe(({ tileId }, before) => {
  if (tileId !== before.tileId) chooseTool("select");
});

export function chooseTool(tool: CorrectionTool): void {
  useCorrection.setState({ tool, refusal: null });
}

export const radiusRange = { least: 1, most: 100 } as const;

export function changeRadius(radius: number): void {
  const { least, most } = radiusRange;
  useCorrection.setState({ radius: Math.round(Math.max(least, Math.min(most, radius))) });
}

/** Resolves when the worker has answered every step. */
export function correctionsSettled(): Promise<void> {
  return new Promise((resolve) => {
    if (useCorrection.getState().waiting === 0) {
      resolve();
      return;
    }
    const stop = useCorrection.subscribe(({ waiting }) => {
      if (waiting > 0) return;
      stop();
      resolve();
    });
  });
}

export function refuse(refusal: string | null): void {
  useCorrection.setState({ refusal });
}
