import type { TileRecord } from "../dataset/tile-record.ts";
import type { Cell } from "./cell.ts";
import type { CellEdit } from "./cell-edit.ts";
import type { LabelDifference } from "./label-difference.ts";

/** What the user asks of the log of corrections: one more, the last one taken back, or the next one made again. */
export type CorrectionStep = CellEdit | { readonly kind: "undo" } | { readonly kind: "redo" };

/** How many corrections can be taken back, and how many of those taken back can be made again. */
export interface CorrectionHistory {
  readonly done: number;
  readonly undone: number;
}

/** A correction that is stored: all that changed. */
export interface CorrectedTile {
  readonly record: TileRecord;
  readonly difference: LabelDifference;
  /** Cells that the correction touched and that are there now, ascending by number. */
  readonly cells: readonly Cell[];
  /** Numbers of the cells that it removed. */
  readonly removed: readonly number[];
  /** The highest number in use in the tile. */
  readonly count: number;
  readonly history: CorrectionHistory;
}
