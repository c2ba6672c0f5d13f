import { channelNames, type TilePixels } from "../domain/tile/tile.ts";
import { cropWindow } from "./crop-window.ts";

/**
 * Makes the network's view of a whole tile: the square around the tile, resampled like a cell's crop, so that the same
 * network can read both. A tile that is not square gets black bars.
 *
 * @param size side of the crop, px.
 * @returns `[size, size, 4]`, row-major, channels red green blue yellow, 0..255; a channel that the tile does not have
 *   is 0.
 */
export function cropTile(pixels: TilePixels, size: number): Uint8Array {
  const side = Math.max(pixels.width, pixels.height);
  const window = { left: (pixels.width - side) / 2, top: (pixels.height - side) / 2, width: side, height: side };
  return cropWindow(pixels, window, null, size, new Uint8Array(size * size * channelNames.length));
}
