import * as tf from "@tensorflow/tfjs-core";
import { throwIfCancelled } from "../../domain/cancel.ts";
import { tilePictureNumber } from "../../domain/tile/crop-options.ts";
import type { Example } from "../batches/batches.ts";
import type { PlacedCell } from "../batches/cell-bags.ts";
import type { InferenceRun } from "../batches/each-batch.ts";
import { classActivationMaps } from "../network/class-activation-maps.ts";
import { parameter } from "../network/parameters.ts";
import { forward } from "../network/resnet.ts";

/** The places in a tile's picture where the network sees each class. */
export interface PictureMap {
  /** `[side, side, classes]`, row-major, in logits. The mean over all places is the logit of the picture. */
  readonly logits: Float32Array;
  readonly side: number;
  readonly classes: number;
}

const noTargets = new Float32Array(0);

/**
 * Computes class-activation maps of the pictures of these tiles, one tile after the other. The signal is read before
 * each tile.
 *
 * @returns the maps by tile
 * @throws Cancelled
 */
export async function mapPictures(
  {
    architecture,
    parameters,
    source,
    backend,
    signal,
  }: Pick<InferenceRun, "architecture" | "parameters" | "source" | "backend" | "signal">,
  tiles: Iterable<Example["tileId"]>,
): Promise<Map<string, PictureMap>> {
  const maps = new Map<string, PictureMap>();
  for (const tileId of tiles) {
    throwIfCancelled(signal);
    const example = { tileId, number: tilePictureNumber, targets: noTargets, isPicture: true };
    const batch = await source.load([example], { indices: [0], count: 1 }, null);
    const input = batch.input();
    const seen = tf.tidy(() => {
      const { lastMap } = forward(architecture, parameters, input, false);
      return tf.add<tf.Tensor4D>(classActivationMaps(parameters, lastMap), parameter(parameters, "fc.bias"));
    });
    input.dispose();
    const [, , side, classes] = seen.shape;
    const logits = (await backend.guard(seen.data()).finally(() => seen.dispose())) as Float32Array;
    maps.set(tileId, { logits, side, classes });
  }
  return maps;
}

/**
 * Interpolates a picture's map bilinearly at the middle of a cell. One point is enough, because a cell is hardly wider
 * than a place of the map. Returns null if the cell's position in the picture is not known.
 */
export function logitAtCell(
  { logits, side, classes }: PictureMap,
  { place }: PlacedCell,
  label: number,
): number | null {
  const spot = place?.inPicture;
  if (spot === undefined) return null;
  const along = (share: number) => {
    const at = Math.min(side - 1, Math.max(0, share * side - 0.5));
    const first = Math.min(side - 1, Math.floor(at));
    return { first, second: Math.min(side - 1, first + 1), rest: at - first };
  };
  const x = along(spot.x);
  const y = along(spot.y);
  const value = (row: number, column: number) => logits[(row * side + column) * classes + label]!;
  const upper = value(y.first, x.first) * (1 - x.rest) + value(y.first, x.second) * x.rest;
  const lower = value(y.second, x.first) * (1 - x.rest) + value(y.second, x.second) * x.rest;
  return upper * (1 - y.rest) + lower * y.rest;
}
