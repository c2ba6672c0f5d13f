import type { SegmentationOptions } from "../domain/tile/segmentation-options.ts";
import type { Raster } from "../imaging/box-downsample.ts";
import { joinParts } from "./join-parts.ts";
import { keepLargestPieces } from "./largest-pieces.ts";
import { distanceMap } from "./mat-filters.ts";
import { areasOf, type Regions, renumber, touchingBorder } from "./measure/regions.ts";
import { cleanMask, findNucleusMask, type NucleusMask } from "./nucleus-mask.ts";
import type { OpenCV } from "./opencv.ts";
import { refineOutlines } from "./refine-outlines.ts";
import { splitTouching } from "./split-touching.ts";
import { nucleusTuning as tuning } from "./tuning.ts";

/**
 * Finds the nuclei in an image of the nuclear stain: it makes a mask, splits it, draws each nucleus's outline at half
 * of its own mean signal, splits again (by then dim gaps between bright nuclei have opened), and drops small nuclei.
 *
 * @param image the nuclear stain at the working scale, any unit.
 * @param diameter expected nucleus diameter, px of this image.
 * @returns nuclei of one 4-connected piece each.
 */
export function labelNuclei(
  opencv: OpenCV,
  image: Raster,
  diameter: number,
  options: Pick<SegmentationOptions, "nucleusSensitivity" | "splitStrength" | "smallestArea">,
): Regions {
  const found = findNucleusMask(opencv, image, diameter, options.nucleusSensitivity);
  const nuclei = partNuclei(opencv, image, found, diameter, options.splitStrength);
  return dropSmall(nuclei, diameter, options.smallestArea);
}

/**
 * Splits a mask into nuclei, whatever their size.
 *
 * @param size of the mask.
 * @param diameter expected nucleus diameter, px of the mask.
 * @param splitStrength 0..1, see SegmentationOptions.
 * @returns nuclei of one 4-connected piece each.
 */
export function partNuclei(
  opencv: OpenCV,
  { width, height }: Pick<Raster, "width" | "height">,
  { mask, signal }: NucleusMask,
  diameter: number,
  splitStrength: number,
): Regions {
  const rough = split(mask);
  const refined = refineOutlines(opencv, rough, signal, tuning.outlineReach * diameter);
  const nuclei = split(cleanMask(opencv, refined, width, height, diameter));
  keepLargestPieces(nuclei);
  return nuclei;

  function split(whole: Uint8Array): Regions {
    const distance = distanceMap(opencv, whole, width, height);
    const parts = splitTouching(distance, width, height, tuning.firstSplit);
    return joinParts(parts, distance, signal, diameter, splitStrength);
  }
}

/**
 * Drops the nuclei that are smaller than `smallestArea` times the area of a disc with the expected diameter. A nucleus
 * that the border cuts may be smaller. `nuclei` itself stays as it is.
 */
export function dropSmall(nuclei: Regions, diameter: number, smallestArea: number): Regions {
  const smallest = smallestArea * (Math.PI / 4) * diameter * diameter;
  const areas = areasOf(nuclei);
  const atBorder = touchingBorder(nuclei);
  const target = areas.map((area, label) =>
    area >= smallest * (atBorder[label] === 1 ? tuning.borderAllowance : 1) ? label : 0,
  );
  return renumber({ ...nuclei, labels: nuclei.labels.slice() }, target);
}
