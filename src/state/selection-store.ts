import { create } from "zustand";
import type { TileId } from "../domain/tile.ts";

export const panelTabs = ["cell", "segmentation", "training", "problems"] as const;
export type PanelTab = (typeof panelTabs)[number];

/** What the user looks at: one selection, shared by list, viewer and panel. */
export interface SelectionState {
  readonly tileId: TileId | null;
  /** Number of the selected cell in that tile. */
  readonly cell: number | null;
  /** Number of the cell under the pointer. */
  readonly hovered: number | null;
  readonly tab: PanelTab;
}

export const nothingSelected: SelectionState = { tileId: null, cell: null, hovered: null, tab: "cell" };

export const useSelection = create<SelectionState>()(() => nothingSelected);

export function selectTile(tileId: TileId | null): void {
  if (useSelection.getState().tileId !== tileId) useSelection.setState({ tileId, cell: null, hovered: null });
}

/** Selecting a cell shows it: the panel turns to its tab. */
export function selectCell(cell: number | null): void {
  useSelection.setState(cell === null ? { cell } : { cell, tab: "cell" });
}

export function hoverCell(hovered: number | null): void {
  if (useSelection.getState().hovered !== hovered) useSelection.setState({ hovered });
}

export function showTab(tab: PanelTab): void {
  useSelection.setState({ tab });
}
