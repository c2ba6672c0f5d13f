import { create } from "zustand";
import type { Polyline } from "../../domain/cell/cell-edit.ts";

/**
 * The line that the user is drawing, in px of the tile. It has its own store, because it changes with every frame.
 */
export interface StrokeState {
  readonly points: Polyline;
  /** The tool that draws; null while nothing is drawn. */
  readonly tool: "box" | "draw" | "split" | "brush" | "eraser" | null;
}

export const noStroke: StrokeState = { points: [], tool: null };

export const useStroke = create<StrokeState>()(() => noStroke);
