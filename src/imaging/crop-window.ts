import { channelNames, type TilePixels } from "../domain/tile/tile.ts";
import { makeResampler, type Window } from "./resample.ts";
import { squareRootCodes } from "./square-root-codes.ts";

/** Which pixels count: those whose label is `kept`. */
interface KeptPixels {
  /** Row-major, as large as the tile. */
  readonly labels: Uint16Array;
  readonly kept: number;
}

/**
 * A square window of a tile, resampled to `size` (area average when shrinking, bilinear when enlarging). What lies outside of
 * the tile is 0. Samples are averaged in the file's own linear units and encoded last (`CropOptions.encoding`).
 *
 * @param mask null when all pixels count; the others are 0.
 * @param out `[size, size, 4]`, overwritten.
 * @returns `out`: row-major, channels red green blue yellow, 0..255; a channel gone without is 0.
 */
export function cropWindow(
  pixels: TilePixels,
  window: Window,
  mask: KeptPixels | null,
  size: number,
  out: Uint8Array,
): Uint8Array {
  const resampler = makeResampler(pixels.width, pixels.height, window, size, size);
  const plane = new Float32Array(size * size);
  // One table serves both depths: 8-bit samples are spread over 16 bits (255 * 257 = 65535).
  const toCode = pixels.bitDepth === 8 ? 257 : 1;
  channelNames.forEach((name, channel) => {
    const samples = pixels.channels[name];
    if (samples === null) {
      for (let at = channel; at < out.length; at += 4) out[at] = 0;
      return;
    }
    resampler.resample(samples, plane, mask?.labels ?? null, mask?.kept ?? 0);
    for (let index = 0, at = channel; index < plane.length; index++, at += 4) {
      // Rounding of the weights can lift a saturated sample above full scale by a hair.
      out[at] = squareRootCodes[Math.min(65_535, plane[index]! * toCode + 0.5) | 0]!;
    }
  });
  return out;
}
