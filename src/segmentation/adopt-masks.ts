import type { LeftOut } from "../domain/dataset/tile-mask.ts";
import type { LabelMap } from "../domain/tile/label-map.ts";
import type { SegmentationOptions } from "../domain/tile/segmentation-options.ts";
import type { TileId, TilePixels } from "../domain/tile/tile.ts";
import { countOverlaps } from "../imaging/count-overlaps.ts";
import { keepLargestPieces } from "./largest-pieces.ts";
import type { OpenCV } from "./opencv.ts";
import { segmentTile } from "./segment-tile.ts";

/** Label maps from elsewhere, of the tile's size. */
export interface ForeignMasks {
  readonly cells: LabelMap;
  /** Its numbers need not be the cells'; null: nuclei are found here. */
  readonly nuclei: LabelMap | null;
}

/** A tile's cells taken over from label maps. */
export interface AdoptedCells {
  /** Numbers as they were, gaps among them; every cell one 4-connected piece. */
  readonly cells: LabelMap;
  /** Numbers of the cells they lie in; a cell may have none or several. */
  readonly nuclei: LabelMap;
  readonly leftOut: LeftOut;
  /** px, of the segmentation that found the nuclei; null when they came. */
  readonly nucleusDiameter: number | null;
  readonly estimatedDiameter: number | null;
}

/**
 * Makes label maps from elsewhere a tile's cells. Of a cell in several pieces the largest stays. Nuclei come from their own
 * map, else from segmentation; each goes to the cell that holds most of it, and what lies outside of that cell is cut off.
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
  // Also the nucleus of a cell at the border is its nucleus.
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
