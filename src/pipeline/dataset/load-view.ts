import type { TileView } from "../../domain/cell/tile-view.ts";
import { type ChannelName, channelNames, type TileId, type TilePixels } from "../../domain/tile/tile.ts";
import { contrastRange } from "../../imaging/normalise.ts";
import { readLabelMap } from "../../storage/label-map-store.ts";
import { readPixels } from "../../storage/pixel-store.ts";
import { loadPredictions } from "../../storage/prediction-store.ts";
import { loadCells } from "../../storage/tile-rows.ts";
import { loadReadyTile } from "../tile/ready-tile.ts";

/**
 * Loads everything that the viewer shows of one tile.
 *
 * @throws StorageBroken when the tile is not segmented, or one of its files is missing.
 */
export async function loadView(tileId: TileId): Promise<TileView> {
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

/** The large arrays of a view. The worker transfers them to the page instead of copying them. */
export function viewBuffers({ pixels, cellMap, nucleusMap }: TileView): ArrayBuffer[] {
  const arrays = [...channelNames.map((name) => pixels.channels[name]), cellMap.labels, nucleusMap.labels];
  return arrays.flatMap((array) => (array === null ? [] : [array.buffer as ArrayBuffer]));
}

function contrastOf({ channels, bitDepth }: TilePixels): TileView["contrast"] {
  const of = (name: ChannelName): readonly [number, number] => {
    const samples = channels[name];
    return samples === null ? [0, 2 ** bitDepth - 1] : contrastRange(samples);
  };
  return { red: of("red"), green: of("green"), blue: of("blue"), yellow: of("yellow") };
}
