import type { Raster } from "../imaging/box-downsample.ts";
import { floatPercentiles } from "../imaging/normalise.ts";
import { fillHoles } from "./fill-holes.ts";
import { floodFromSeeds } from "./flood-from-seeds.ts";
import { dearest, growFromSeeds } from "./grow-from-seeds.ts";
import { keepLargestPieces } from "./largest-pieces.ts";
import { gaussianBlur } from "./mat-filters.ts";
import type { Regions } from "./measure/regions.ts";
import type { OpenCV } from "./opencv.ts";
import { cellTuning as tuning } from "./tuning.ts";

/** Cost of a pixel of typical brightness. Steps of a 32nd are fine enough; the dearest pixel costs 32 times as much. */
const typicalCost = 32;

/**
 * Grows each nucleus to its cell by least cost inside of the cell mask. A pixel costs a steep power of how much dimmer
 * it is than typical cytoplasm. So paths avoid the dim seams between cells; where there is no seam, cells meet half
 * way.
 *
 * @param body the cell body at the working scale.
 * @param nuclei the seeds, each one 4-connected piece.
 * @param mask `[height, width]`, 0 or 1: where there is any cell, see `findCellMask`.
 * @param diameter expected nucleus diameter, px of this image.
 * @returns the same numbers as `nuclei`; each cell one 4-connected piece without holes that contains its nucleus.
 */
export function labelCells(opencv: OpenCV, body: Raster, nuclei: Regions, mask: Uint8Array, diameter: number): Regions {
  const { width, height } = body;
  const labels = nuclei.labels.slice();
  const reached = growFromSeeds(costsOf(opencv, body, mask, diameter), labels, mask, width);
  const cells = { width, height, labels, count: nuclei.count };
  // Diagonal steps can leave pixels that touch their cell only at a corner. They go to a cell that they share a side
  // with.
  keepLargestPieces(cells);
  const levels = new Uint16Array(reached.length);
  for (let pixel = 0; pixel < levels.length; pixel++) levels[pixel] = Math.min(65_535, reached[pixel]! >> 4);
  floodFromSeeds(levels, labels, mask, width);
  fillHoles(labels, width, height);
  return cells;
}

function costsOf(opencv: OpenCV, body: Raster, mask: Uint8Array, diameter: number): Uint16Array {
  const brightness = gaussianBlur(opencv, body, tuning.seamBlur * diameter);
  const inside = new Float32Array(brightness.length);
  let count = 0;
  for (let pixel = 0; pixel < mask.length; pixel++) {
    const value = Math.max(0, brightness[pixel]!) + tuning.logOffset;
    brightness[pixel] = value;
    if (mask[pixel] !== 0) inside[count++] = value;
  }
  const [typical = 1] = floatPercentiles(inside.subarray(0, count), [0.5]);
  const costs = new Uint16Array(brightness.length);
  for (let pixel = 0; pixel < costs.length; pixel++) {
    // Cells do not grow outside of the mask, and powers take time.
    if (mask[pixel] === 0) continue;
    const dimness = typical / brightness[pixel]!;
    costs[pixel] = Math.max(1, Math.min(dearest, typicalCost * (tuning.evenCost + dimness ** tuning.dimnessPower)));
  }
  return costs;
}
