import type { Box } from "../domain/cell/cell.ts";
import type { LabelMap } from "../domain/tile/label-map.ts";

/**
 * A tile's cells as corrections see them. Each cell is one 4-connected piece, and its nucleus, perhaps of several pieces
 * or none, lies inside it; every correction keeps both true.
 */
export interface CellMaps {
  readonly cells: LabelMap;
  /** The same size. */
  readonly nuclei: LabelMap;
  /** The box of each cell there is, by number. */
  readonly boxes: ReadonlyMap<number, Box>;
}
