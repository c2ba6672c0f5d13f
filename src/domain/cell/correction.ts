import type { TileRecord } from "../dataset/tile-record.ts";
import type { Cell } from "./cell.ts";
import type { CellEdit } from "./cell-edit.ts";
import type { LabelDifference } from "./label-difference.ts";

/** One step of correcting a tile: a new edit, undoing the last one, or redoing the one that was undone last. */
export type CorrectionStep = CellEdit | { readonly kind: "undo" } | { readonly kind: "redo" };

/** The length of a tile's log of corrections. */
export interface CorrectionHistory {
  /** Number of corrections that can be undone. */
  readonly done: number;
  /** Number of undone corrections that can be redone. */
  readonly undone: number;
}

/** Everything that a stored correction changed in its tile. */
export interface CorrectedTile {
  /** The tile's record after the correction. */
  readonly record: TileRecord;
  readonly difference: LabelDifference;
  /** Cells that the correction made or changed, ascending by number. */
  readonly cells: readonly Cell[];
  /** Numbers of the cells that the correction removed. */
  readonly removed: readonly number[];
  /** The highest number that a cell of the tile has now. */
  readonly count: number;
  readonly history: CorrectionHistory;
}
