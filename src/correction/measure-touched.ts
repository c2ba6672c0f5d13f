import type { Box, Cell } from "../domain/cell/cell.ts";
import type { LabelDifference } from "../domain/cell/label-difference.ts";
import type { LabelMap } from "../domain/tile/label-map.ts";
import type { ChannelName, Samples, TileId, TilePixels } from "../domain/tile/tile.ts";
import { measureCells } from "../segmentation/measure/measure-cells.ts";
import type { CellMaps } from "./cell-maps.ts";
import { differenceBox, touchedCells } from "./describe-difference.ts";
import { openWindow } from "./map-window.ts";
import { unionBox } from "./union-box.ts";

/**
 * Measures the cells that a correction touched. The result is the same as when the whole tile is measured.
 *
 * @param maps the maps after the correction, with the boxes from before.
 * @returns one record for each touched cell that still exists, ascending by number.
 */
export function measureTouched(tile: TileId, pixels: TilePixels, maps: CellMaps, difference: LabelDifference): Cell[] {
  const touched = new Set(touchedCells(difference));
  const changed = differenceBox(difference, pixels.width);
  const before = [...touched].flatMap((number) => maps.boxes.get(number) ?? []);
  const box = unionBox(changed === null ? before : [changed, ...before]);
  if (box === null) return [];
  // The window is measured as if it were a tile, because measuring takes time in proportion to the area.
  const { width, height, cells, nuclei } = openWindow(maps, box);
  const only = (labels: Uint16Array): LabelMap => ({
    width,
    height,
    labels: labels.map((number) => (touched.has(number) ? number : 0)),
    count: Math.max(...touched),
  });
  return measureCells(tile, cutPixels(pixels, box), only(cells), only(nuclei)).map((cell) => {
    const { left, top, right, bottom } = cell.box;
    const placed = { left: left + box.left, top: top + box.top, right: right + box.left, bottom: bottom + box.top };
    return {
      ...cell,
      box: placed,
      centroid: { x: cell.centroid.x + box.left, y: cell.centroid.y + box.top },
      touchesBorder:
        placed.left === 0 || placed.top === 0 || placed.right === pixels.width || placed.bottom === pixels.height,
    };
  });
}

function cutPixels({ width, bitDepth, channels }: TilePixels, box: Box): TilePixels {
  const size = { width: box.right - box.left, height: box.bottom - box.top };
  const cut = (name: ChannelName): Samples | null => {
    const samples = channels[name];
    if (samples === null) return null;
    const part = bitDepth === 16 ? new Uint16Array(size.width * size.height) : new Uint8Array(size.width * size.height);
    for (let y = 0; y < size.height; y++) {
      const from = (box.top + y) * width + box.left;
      part.set(samples.subarray(from, from + size.width), y * size.width);
    }
    return part;
  };
  return {
    ...size,
    bitDepth,
    channels: { red: cut("red"), green: cut("green"), blue: cut("blue"), yellow: cut("yellow") },
  };
}
