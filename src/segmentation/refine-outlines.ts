import { floodFromSeeds } from "./flood-from-seeds.ts";
import { distanceMap } from "./mat-filters.ts";
import type { Regions } from "./measure/regions.ts";
import type { OpenCV } from "./opencv.ts";
import { nucleusTuning as tuning } from "./tuning.ts";

/** Levels per px of distance, for the flood that assigns surrounding pixels to nuclei. */
const levelsPerPixel = 16;

/**
 * Draws each nucleus's outline again where the signal has fallen to half of that nucleus's own mean. One threshold for
 * all nuclei draws dim nuclei too small and bright ones too large.
 *
 * @param signal `[height, width]`, stain above background.
 * @param reach how far an outline may move outwards, px.
 * @returns the new mask `[height, width]`, 0 or 1.
 */
export function refineOutlines(opencv: OpenCV, nuclei: Regions, signal: Float32Array, reach: number): Uint8Array {
  const { width, height, count } = nuclei;
  const zones = zonesAround(opencv, nuclei, reach);
  const sums = new Float64Array(count + 1);
  const pixels = new Int32Array(count + 1);
  for (let pixel = 0; pixel < zones.length; pixel++) {
    const label = nuclei.labels[pixel]!;
    sums[label]! += signal[pixel]!;
    pixels[label]! += 1;
  }
  const levels = sums.map((sum, label) => (tuning.outlineLevel * sum) / Math.max(1, pixels[label]!));
  const mask = new Uint8Array(width * height);
  for (let pixel = 0; pixel < mask.length; pixel++) {
    const label = zones[pixel]!;
    if (label > 0 && signal[pixel]! >= levels[label]!) mask[pixel] = 1;
  }
  return mask;
}

/** @returns `[height, width]`: each region enlarged by the pixels that are nearest to it, up to `reach` px away. */
function zonesAround(opencv: OpenCV, { width, height, labels }: Regions, reach: number): Int32Array {
  const outside = new Uint8Array(labels.length);
  for (let pixel = 0; pixel < labels.length; pixel++) outside[pixel] = labels[pixel] === 0 ? 1 : 0;
  const distance = distanceMap(opencv, outside, width, height);
  const levels = new Uint16Array(labels.length);
  const near = new Uint8Array(labels.length);
  for (let pixel = 0; pixel < labels.length; pixel++) {
    const away = distance[pixel]!;
    if (away > reach) continue;
    near[pixel] = 1;
    levels[pixel] = Math.min(65_535, away * levelsPerPixel);
  }
  const zones = labels.slice();
  floodFromSeeds(levels, zones, near, width);
  return zones;
}
