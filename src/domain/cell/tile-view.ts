import type { TileRecord } from "../dataset/tile-record.ts";
import type { TilePredictions } from "../localisation/localisation.ts";
import type { LabelMap } from "../tile/label-map.ts";
import type { ChannelName, TilePixels } from "../tile/tile.ts";
import type { Cell } from "./cell.ts";
import type { CorrectionHistory } from "./correction.ts";

/** What the viewer needs of one tile. Pixels and label maps are transferred. */
export interface TileView {
  readonly record: TileRecord;
  readonly pixels: TilePixels;
  readonly cellMap: LabelMap;
  readonly nucleusMap: LabelMap;
  /** Per channel: the samples at the 1st and 99.8th percentile, a sensible first contrast. */
  readonly contrast: Readonly<Record<ChannelName, readonly [number, number]>>;
  readonly cells: readonly Cell[];
  readonly predictions: TilePredictions | null;
  readonly history: CorrectionHistory;
}
