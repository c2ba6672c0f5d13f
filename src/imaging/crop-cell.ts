import type { Cell } from "../domain/cell/cell.ts";
import type { CropOptions } from "../domain/tile/crop-options.ts";
import type { LabelMap } from "../domain/tile/label-map.ts";
import { channelNames, type TilePixels } from "../domain/tile/tile.ts";
import { cropWindow } from "./crop-window.ts";

/**
 * Cuts out the network's view of one cell: a square window centred on the cell's box and resampled by {@link
 * cropWindow}. Its side is the box's longer side plus the margin on both ends.
 *
 * @param cellMap the tile's cells at full resolution; used only when `options.neighbours` is `mask`.
 * @param out `[size, size, 4]`, overwritten; a new array by default.
 * @returns `out`: row-major, channels red green blue yellow, 0..255; a channel that the tile does not have is 0.
 */
export function cropCell(
  pixels: TilePixels,
  cellMap: LabelMap,
  cell: Cell,
  options: CropOptions,
  out: Uint8Array = new Uint8Array(options.size * options.size * channelNames.length),
): Uint8Array {
  const { left, top, right, bottom } = cell.box;
  const side = Math.max(right - left, bottom - top) * (1 + 2 * options.margin);
  const window = { left: (left + right - side) / 2, top: (top + bottom - side) / 2, width: side, height: side };
  const mask = options.neighbours === "mask" ? { labels: cellMap.labels, kept: cell.number } : null;
  return cropWindow(pixels, window, mask, options.size, out);
}
