import type { ChannelName, TileId } from "../tile/tile.ts";
import type { CellMeasurements } from "./cell-measurements.ts";

/** A half-open box in px: x runs from `left` to `right - 1`, y from `top` to `bottom - 1`. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * One cell of a tile with its measurements. Lengths are in px of the full-resolution tile,
 * and the origin is top left.
 */
export interface Cell {
  readonly tileId: TileId;
  /** The cell's value in the tile's label maps, 1 or more. A tile's numbers may have gaps. */
  readonly number: number;
  /** The smallest box around the cell. */
  readonly box: Box;
  /** Mean position of the cell's pixels, where the centre of the first pixel is (0, 0). */
  readonly centroid: { readonly x: number; readonly y: number };
  /** Number of pixels of the whole cell. */
  readonly area: number;
  /** Number of pixels of the nucleus; 0 for a cell without one. */
  readonly nucleusArea: number;
  /** True when the cell touches the tile's border, so that a part of it may be missing. */
  readonly touchesBorder: boolean;
  /** True when the user changed the cell by hand. Otherwise it is as segmentation or an imported mask made it. */
  readonly corrected: boolean;
  /** Mean of the samples inside the cell, in the file's own units (0..255 or 0..65535); null for a missing channel. */
  readonly meanIntensity: Readonly<Record<ChannelName, number | null>>;
  /** Null for a cell that was stored by an earlier version, which did not measure these. */
  readonly measurements: CellMeasurements | null;
}

/** Identifies one cell of the data set. */
export interface CellReference {
  readonly tileId: TileId;
  readonly number: number;
}
