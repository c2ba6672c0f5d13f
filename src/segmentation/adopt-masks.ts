import type { LeftOut } from "../domain/dataset/tile-mask.ts";
import type { LabelMap } from "../domain/tile/label-map.ts";
import type { SegmentationOptions } from "../domain/tile/segmentation-options.ts";
import type { TileId, TilePixels } from "../domain/tile/tile.ts";
import { countOverlaps } from "../imaging/count-overlaps.ts";
import { keepLargestPieces } from "./largest-pieces.ts";
import type { OpenCV } from "./opencv.ts";
import { segmentTile } from "./segment-tile.ts";

/** Label maps that another program made, of the tile's size. */
export interface ForeignMasks {
  readonly cells: LabelMap;
  /** Its numbers may differ from those of the cells. null means that segmentation finds the nuclei. */
  readonly nuclei: LabelMap | null;
}

/** A tile's cells as taken from label maps. */
export interface AdoptedCells {
  /** The numbers are those of the file and may have gaps; every cell is one 4-connected piece. */
  readonly cells: LabelMap;
  /** Nuclei have the number of the cell that they lie in; a cell may have no nucleus or several. */
  readonly nuclei: LabelMap;
  readonly leftOut: LeftOut;
  /** px, of the segmentation that found the nuclei; null when a map of nuclei was given. */
  readonly nucleusDiameter: number | null;
  /** px, as in `TileSegmentation`; null when a map of nuclei was given. */
  readonly estimatedDiameter: number | null;
}

/**
 * Turns label maps of another program into a tile's cells. When a cell has several pieces, only the largest stays.
 * Nuclei come from their own map if there is one, else from segmentation. Each nucleus goes to the cell that contains
 * most of it, and the part outside of that cell is cut off.
 *
 * @throws SegmentationFailed when nuclei have to be found and memory runs out.
 */
export function adoptMasks(
  opencv: OpenCV,
  pixels: TilePixels,
  masks: ForeignMasks,
  options: SegmentationOptions,
  tile: TileId,
): AdoptedCells {
  const { width, height, count } = masks.cells;
  const regions = { width, height, labels: Int32Array.from(masks.cells.labels), count };
  const leftOut = keepLargestPieces(regions);
  const cells = { width, height, labels: Uint16Array.from(regions.labels), count };
  if (masks.nuclei !== null) {
    const nuclei = nucleiInCells(cells, masks.nuclei);
    return { cells, nuclei, leftOut, nucleusDiameter: null, estimatedDiameter: null };
  }
  // Cells at the border have nuclei too, whatever the options say.
  const found = segmentTile(opencv, pixels, { ...options, borderCells: "keep" }, tile);
  const { nucleusDiameter, estimatedDiameter } = found;
  return { cells, nuclei: nucleiInCells(cells, found.nuclei), leftOut, nucleusDiameter, estimatedDiameter };
}

function nucleiInCells(cells: LabelMap, nuclei: LabelMap): LabelMap {
  const home = new Uint16Array(nuclei.count + 1);
  const most = new Uint32Array(nuclei.count + 1);
  for (const { first: nucleus, second: cell, area } of countOverlaps(nuclei, cells).overlaps) {
    if (area <= most[nucleus]!) continue;
    most[nucleus] = area;
    home[nucleus] = cell;
  }
  const labels = cells.labels.map((cell, at) => (cell !== 0 && home[nuclei.labels[at]!] === cell ? cell : 0));
  return { width: cells.width, height: cells.height, labels, count: cells.count };
}
