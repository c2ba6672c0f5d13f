import type { Box } from "../domain/cell/cell.ts";
import type { LabelMap } from "../domain/tile/label-map.ts";

/**
 * A tile's cells as corrections see them. Each cell is one 4-connected piece. Its nucleus lies inside of it and may
 * have several pieces or none. Every correction keeps both of this true.
 */
export interface CellMaps {
  readonly cells: LabelMap;
  /** The same size and numbers. */
  readonly nuclei: LabelMap;
  /** The box of each cell that exists, by number. */
  readonly boxes: ReadonlyMap<number, Box>;
}
