import { hasTag, problemError, problemFrom } from "../domain/errors.ts";
import { type LabelMap, mostInstances } from "../domain/label-map.ts";
import type { SegmentationOptions } from "../domain/segmentation-options.ts";
import type { TileId, TilePixels } from "../domain/tile.ts";
import { mergeChannels } from "../imaging/merge-channels.ts";
import { enlargeLabels } from "./enlarge-labels.ts";
import { estimateDiameter } from "./estimate-diameter.ts";
import { labelCells } from "./label-cells.ts";
import { labelNuclei } from "./label-nuclei.ts";
import { type OpenCV, outOfMemory } from "./opencv.ts";
import { nucleusTuning } from "./tuning.ts";

/** Cells and nuclei of one tile, with the same numbers. */
export interface TileSegmentation {
  /** Full resolution; every cell is one connected piece and contains its nucleus. */
  readonly cells: LabelMap;
  /** Full resolution. */
  readonly nuclei: LabelMap;
  /** The expected nucleus diameter that was used, px of the full-resolution tile; 0 when no nucleus was found. */
  readonly nucleusDiameter: number;
  /** Full-resolution px that one px of the working scale stands for, a whole number >= 1. */
  readonly workingScale: number;
}

/**
 * Finds the cells of a tile: nuclei first, from the blue channel, then each nucleus's cell, from red and yellow. Works
 * at the scale at which a nucleus is about 40 px wide and returns label maps at full resolution. A tile without nuclei
 * has no cells; that is no error.
 *
 * @throws SegmentationFailed for more cells than 16-bit labels can tell apart, or when memory runs out.
 */
export function segmentTile(
  opencv: OpenCV,
  pixels: TilePixels,
  options: SegmentationOptions,
  tile: TileId,
): TileSegmentation {
  try {
    return segment(opencv, pixels, options, tile);
  } catch (error) {
    // What failed below knows no tile; RangeError is the engine's word for an array it has no room for.
    if (hasTag(error, "SegmentationFailed") && problemFrom(error, tile).subject !== tile) throw outOfMemory(tile);
    if (error instanceof RangeError) throw outOfMemory(tile);
    throw error;
  }
}

function segment(opencv: OpenCV, pixels: TilePixels, options: SegmentationOptions, tile: TileId): TileSegmentation {
  const { width, height } = pixels;
  const { blue } = pixels.channels;
  const diameter = options.nucleusDiameter ?? (blue === null ? null : estimateDiameter(opencv, blue, width, height));
  if (diameter === null) {
    const empty = { width, height, labels: new Uint16Array(width * height), count: 0 };
    return { cells: empty, nuclei: { ...empty, labels: empty.labels.slice() }, nucleusDiameter: 0, workingScale: 1 };
  }
  const factor = Math.max(1, Math.round(diameter / nucleusTuning.workingDiameter));
  const merged = mergeChannels(pixels, factor);
  const size = { width: merged.width, height: merged.height };
  const nuclei = labelNuclei(opencv, { ...size, values: merged.nucleus }, diameter / factor, options);
  if (nuclei.count > mostInstances) {
    throw problemError({
      tag: "SegmentationFailed",
      subject: tile,
      message: `${nuclei.count} nuclei were found, more than the 65,535 that one tile can hold.`,
      remedy: "Enter the nucleus diameter or a larger smallest area, or cut the tile into several.",
    });
  }
  const cells = labelCells(opencv, { ...size, values: merged.cellBody }, nuclei, diameter / factor, options);
  const cellLabels = enlargeLabels(cells, factor, width, height);
  const nucleusLabels = enlargeLabels(nuclei, factor, width, height);
  for (let pixel = 0; pixel < nucleusLabels.length; pixel++) {
    // Outlines are rounded one by one, so a nucleus at its cell's very edge can stand out by a pixel.
    if (nucleusLabels[pixel] !== cellLabels[pixel]) nucleusLabels[pixel] = 0;
  }
  const { count } = nuclei;
  return {
    cells: { width, height, labels: cellLabels, count },
    nuclei: { width, height, labels: nucleusLabels, count },
    nucleusDiameter: diameter,
    workingScale: factor,
  };
}
