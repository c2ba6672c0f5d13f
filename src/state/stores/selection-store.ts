import { create } from "zustand";
import type { TileId } from "../../domain/tile/tile.ts";

export const panelTabs = ["cell", "segmentation", "training", "explore", "problems"] as const;
export type PanelTab = (typeof panelTabs)[number];

/** What the user looks at. List, viewer and panel share this one selection. */
export interface SelectionState {
  readonly tileId: TileId | null;
  /** Number of the selected cell in that tile. */
  readonly cell: number | null;
  /** Numbers of the other selected cells. */
  readonly others: readonly number[];
  /** Number of the cell under the pointer. */
  readonly hovered: number | null;
  readonly tab: PanelTab;
}

export const nothingSelected: SelectionState = { tileId: null, cell: null, others: [], hovered: null, tab: "cell" };

export const useSelection = create<SelectionState>()(() => nothingSelected);

export function selectTile(tileId: TileId | null): void {
  if (useSelection.getState().tileId !== tileId)
    useSelection.setState({ tileId, cell: null, others: [], hovered: null });
}

/** Selects a cell, and the panel shows it. null selects no cell and leaves the panel's tab. */
export function selectCell(cell: number | null): void {
  selectCells(cell === null ? [] : [cell]);
}

/** Selects several cells. The panel shows the first one. */
export function selectCells([first, ...others]: readonly number[]): void {
  const cell = first ?? null;
  useSelection.setState(cell === null ? { cell, others } : { cell, others, tab: "cell" });
}

/** Adds a cell to the selection, or takes it out. */
export function toggleCell(cell: number): void {
  const selected = selectedCells(useSelection.getState());
  selectCells(selected.includes(cell) ? selected.filter((number) => number !== cell) : [...selected, cell]);
}

/** Returns the numbers of all selected cells, in the order in which they were selected. */
export function selectedCells({ cell, others }: Pick<SelectionState, "cell" | "others">): readonly number[] {
  return cell === null ? [] : [cell, ...others];
}

export function hoverCell(hovered: number | null): void {
  if (useSelection.getState().hovered !== hovered) useSelection.setState({ hovered });
}

export function showTab(tab: PanelTab): void {
  useSelection.setState({ tab });
}
