import type { Cell } from "../../domain/cell/cell.ts";
import type { CorrectionHistory } from "../../domain/cell/correction.ts";
import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import type { TilePredictions } from "../../domain/localisation/localisation.ts";
import type { LabelMap } from "../../domain/tile/label-map.ts";
import { type ChannelName, channelNames, type TileId, type TilePixels } from "../../domain/tile/tile.ts";
import { contrastRange } from "../../imaging/normalise.ts";
import { readLabelMap } from "../../storage/label-map-store.ts";
import { readPixels } from "../../storage/pixel-store.ts";
import { loadPredictions } from "../../storage/prediction-store.ts";
import { loadCells } from "../../storage/tile-rows.ts";
import { loadReadyTile } from "../tile/ready-tile.ts";

export interface LoadedView {
  readonly record: TileRecord;
  readonly pixels: TilePixels;
  readonly cellMap: LabelMap;
  readonly nucleusMap: LabelMap;
  readonly contrast: Readonly<Record<ChannelName, readonly [number, number]>>;
  readonly cells: readonly Cell[];
  readonly predictions: TilePredictions | null;
  readonly history: CorrectionHistory;
}

/**
 * Everything the viewer shows of one tile.
 *
 * @throws StorageBroken when the tile is not segmented, or a file of it is gone.
 */
export async function loadView(tileId: TileId): Promise<LoadedView> {
  const { record, folder, generation } = await loadReadyTile(tileId);
  const [pixels, cellMap, nucleusMap, cells, predictions] = await Promise.all([
    readPixels(folder, tileId),
    readLabelMap(folder, generation.id, "cells", tileId),
    readLabelMap(folder, generation.id, "nuclei", tileId),
    loadCells(tileId),
    loadPredictions(tileId),
  ]);
  return {
    record,
    pixels,
    cellMap,
    nucleusMap,
    contrast: contrastOf(pixels),
    cells,
    predictions,
    history: generation.corrections,
  };
}

/** The large arrays of a view, to be handed over instead of copied. */
export function viewBuffers({ pixels, cellMap, nucleusMap }: LoadedView): ArrayBuffer[] {
  const arrays = [...channelNames.map((name) => pixels.channels[name]), cellMap.labels, nucleusMap.labels];
  return arrays.flatMap((array) => (array === null ? [] : [array.buffer as ArrayBuffer]));
}

function contrastOf({ channels, bitDepth }: TilePixels): LoadedView["contrast"] {
  const of = (name: ChannelName): readonly [number, number] => {
    const samples = channels[name];
    return samples === null ? [0, 2 ** bitDepth - 1] : contrastRange(samples);
  };
  return { red: of("red"), green: of("green"), blue: of("blue"), yellow: of("yellow") };
}
