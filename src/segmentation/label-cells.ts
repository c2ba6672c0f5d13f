import type { SegmentationOptions } from "../domain/segmentation-options.ts";
import type { Raster } from "../imaging/box-downsample.ts";
import { findCellMask } from "./cell-mask.ts";
import { fillHoles } from "./fill-holes.ts";
import { floodFromSeeds } from "./flood-from-seeds.ts";
import { distanceMap, gaussianBlur } from "./mat-filters.ts";
import type { OpenCV } from "./opencv.ts";
import type { Regions } from "./regions.ts";
import { cellTuning as tuning } from "./tuning.ts";

/** Levels of the landscape for a change by a factor e in brightness. */
const levelsPerUnit = 4096;

/**
 * Grows each nucleus to its cell: a seeded watershed inside of the cell mask, over a landscape that rises where the
 * cell body is dim (seams between cells) and with the distance to the nearest nucleus (where there is no seam, cells
 * part half way).
 *
 * @param body the cell body at the working scale.
 * @param nuclei the seeds, each one 4-connected piece.
 * @param diameter expected nucleus diameter, px of this image.
 * @returns the same numbers as `nuclei`; each cell one 4-connected piece without holes that contains its nucleus.
 */
export function labelCells(
  opencv: OpenCV,
  body: Raster,
  nuclei: Regions,
  diameter: number,
  options: Pick<SegmentationOptions, "cellSensitivity">,
): Regions {
  const { width, height } = body;
  const mask = findCellMask(opencv, body, nuclei, diameter, options.cellSensitivity);
  const labels = nuclei.labels.slice();
  floodFromSeeds(landscape(opencv, body, nuclei, diameter), labels, mask, width);
  const cells = { width, height, labels, count: nuclei.count };
  fillHoles(labels, width, height);
  return cells;
}

function landscape(opencv: OpenCV, body: Raster, nuclei: Regions, diameter: number): Uint16Array {
  const blurred = gaussianBlur(opencv, body, tuning.seamBlur * diameter);
  const outside = new Uint8Array(blurred.length);
  for (let pixel = 0; pixel < outside.length; pixel++) outside[pixel] = nuclei.labels[pixel] === 0 ? 1 : 0;
  const away = distanceMap(opencv, outside, body.width, body.height);
  const levels = new Uint16Array(blurred.length);
  for (let pixel = 0; pixel < levels.length; pixel++) {
    const dimness = -Math.log(Math.max(0, blurred[pixel] as number) + tuning.logOffset);
    const height = dimness + (tuning.distanceWeight * (away[pixel] as number)) / diameter;
    // The brightest pixel's logarithm is about 1.
    levels[pixel] = Math.max(0, Math.min(65_535, (height + 2) * levelsPerUnit));
  }
  return levels;
}
