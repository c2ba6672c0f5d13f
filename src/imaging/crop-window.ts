import { channelNames, type TilePixels } from "../domain/tile/tile.ts";
import { makeResampler, type Window } from "./resample.ts";
import { squareRootCodes } from "./square-root-codes.ts";

/** Says which pixels are shown: those whose label is `kept`. */
interface KeptPixels {
  /** `[height, width]` of the tile, row-major. */
  readonly labels: Uint16Array;
  readonly kept: number;
}

/**
 * Resamples a square window of a tile to `size`, by area average when it shrinks and bilinearly when it enlarges.
 * Pixels outside of the tile are 0. Samples are averaged in the file's own linear units; they are encoded last (see
 * `CropOptions.encoding`).
 *
 * @param mask pixels that it does not keep are 0; null keeps all pixels.
 * @param out `[size, size, 4]`, overwritten.
 * @returns `out`: row-major, channels red green blue yellow, 0..255; a channel that the tile does not have is 0.
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
  // One table is enough for both bit depths: 8-bit samples are scaled to 16 bits (255 * 257 = 65535).
  const toCode = pixels.bitDepth === 8 ? 257 : 1;
  channelNames.forEach((name, channel) => {
    const samples = pixels.channels[name];
    if (samples === null) {
      for (let at = channel; at < out.length; at += 4) out[at] = 0;
      return;
    }
    resampler.resample(samples, plane, mask?.labels ?? null, mask?.kept ?? 0);
    for (let index = 0, at = channel; index < plane.length; index++, at += 4) {
      // The weights are rounded, so a saturated sample can come out slightly above full scale.
      out[at] = squareRootCodes[Math.min(65_535, plane[index]! * toCode + 0.5) | 0]!;
    }
  });
  return out;
}
