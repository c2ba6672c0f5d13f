import { channelNames, type TilePixels } from "../domain/tile/tile.ts";
import { cropWindow } from "./crop-window.ts";

/**
 * The network's view of a whole tile: the square about it, resampled as a cell's crop is, so that the same network reads both. A tile
 * that is not square has black bars.
 *
 * @param size side of the picture, px.
 * @returns `[size, size, 4]`, row-major, channels red green blue yellow, 0..255; a channel gone without is 0.
 */
export function cropTile(pixels: TilePixels, size: number): Uint8Array {
  const side = Math.max(pixels.width, pixels.height);
  const window = { left: (pixels.width - side) / 2, top: (pixels.height - side) / 2, width: side, height: side };
  return cropWindow(pixels, window, null, size, new Uint8Array(size * size * channelNames.length));
}
