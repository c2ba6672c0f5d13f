import type { ChannelName, TileId } from "../tile/tile.ts";
import type { CellMeasurements } from "./cell-measurements.ts";

/** Half-open box in px: x from left up to but not including right, y from top up to but not including bottom. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** One segmented cell with its measurements. Lengths in px of the full-resolution tile, origin top-left. */
export interface Cell {
  readonly tileId: TileId;
  /** 1 or more, the cell's value in the tile's label maps. Numbers may have gaps. */
  readonly number: number;
  readonly box: Box;
  readonly centroid: { readonly x: number; readonly y: number };
  /** px of the whole cell. */
  readonly area: number;
  /** px of its nucleus; 0 for a cell drawn by hand around none. */
  readonly nucleusArea: number;
  /** The cell touches the tile's border, so a part of it may be missing. */
  readonly touchesBorder: boolean;
  /** Drawn, merged, split, painted or cut by hand; not as segmentation or an imported mask gave it. */
  readonly corrected: boolean;
  /** Mean sample value inside the cell, in the file's own units (0..255 or 0..65535); null for a channel gone without. */
  readonly meanIntensity: Readonly<Record<ChannelName, number | null>>;
  /** null for a cell that was stored before these were measured. */
  readonly measurements: CellMeasurements | null;
}

/** Names one cell of the data set. */
export interface CellReference {
  readonly tileId: TileId;
  readonly number: number;
}
