import type { TileRecord } from "../dataset/tile-record.ts";
import type { TilePredictions } from "../localisation/localisation.ts";
import type { LabelMap } from "../tile/label-map.ts";
import type { ChannelName, TilePixels } from "../tile/tile.ts";
import type { Cell } from "./cell.ts";
import type { CorrectionHistory } from "./correction.ts";

/** Everything that the viewer shows of one tile. Pixels and label maps are transferred to the page, not copied. */
export interface TileView {
  readonly record: TileRecord;
  readonly pixels: TilePixels;
  readonly cellMap: LabelMap;
  readonly nucleusMap: LabelMap;
  /** A first contrast for each channel: the samples at the 1st and 99.8th percentile, in the file's own units. */
  readonly contrast: Readonly<Record<ChannelName, readonly [number, number]>>;
  readonly cells: readonly Cell[];
  /** Null when the tile's cells have no probabilities. */
  readonly predictions: TilePredictions | null;
  readonly history: CorrectionHistory;
}
