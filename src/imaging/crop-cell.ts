import type { Cell } from "../domain/cell.ts";
import type { CropOptions } from "../domain/crop-options.ts";
import type { LabelMap } from "../domain/label-map.ts";
import { channelNames, type TilePixels } from "../domain/tile.ts";
import { makeResampler } from "./resample.ts";
import { squareRootCodes } from "./square-root-codes.ts";

/**
 * The network's view of one cell: a square window centred on the cell's box, its side the box's longer side plus the
 * margin on both ends, resampled to `size` (area average when shrinking, bilinear when enlarging). What lies outside of
 * the tile is 0. Samples are averaged in the file's own linear units and encoded last.
 *
 * @param cellMap the tile's cells at full resolution; read for `mask` only.
 * @param out `[size, size, 4]` to write into; made when left out.
 * @returns `[size, size, 4]`, row-major, channels red green blue yellow, 0..255; a channel gone without is 0.
 */
export function cropCell(
  pixels: TilePixels,
  cellMap: LabelMap,
  cell: Cell,
  options: CropOptions,
  out: Uint8Array = new Uint8Array(options.size * options.size * channelNames.length),
): Uint8Array {
  const { size, margin } = options;
  const { left, top, right, bottom } = cell.box;
  const side = Math.max(right - left, bottom - top) * (1 + 2 * margin);
  const window = { left: (left + right - side) / 2, top: (top + bottom - side) / 2, width: side, height: side };
  const resampler = makeResampler(pixels.width, pixels.height, window, size, size);
  const mask = options.neighbours === "mask" ? cellMap.labels : null;
  const plane = new Float32Array(size * size);
  // One table serves both depths: 8-bit samples are spread over 16 bits (255 * 257 = 65535).
  const toCode = pixels.bitDepth === 8 ? 257 : 1;
  channelNames.forEach((name, channel) => {
    const samples = pixels.channels[name];
    if (samples === null) {
      for (let at = channel; at < out.length; at += 4) out[at] = 0;
      return;
    }
    resampler.resample(samples, plane, mask, cell.number);
    for (let index = 0, at = channel; index < plane.length; index++, at += 4) {
      // Rounding of the weights can lift a saturated sample above full scale by a hair.
      out[at] = squareRootCodes[Math.min(65_535, (plane[index] as number) * toCode + 0.5) | 0] as number;
    }
  });
  return out;
}
