import type { SegmentationOptions } from "../domain/segmentation-options.ts";
import type { Raster } from "../imaging/box-downsample.ts";
import { joinParts } from "./join-parts.ts";
import { keepLargestPieces } from "./largest-pieces.ts";
import { distanceMap } from "./mat-filters.ts";
import { cleanMask, findNucleusMask } from "./nucleus-mask.ts";
import type { OpenCV } from "./opencv.ts";
import { refineOutlines } from "./refine-outlines.ts";
import { areasOf, type Regions, renumber, touchingBorder } from "./regions.ts";
import { splitTouching } from "./split-touching.ts";
import { nucleusTuning as tuning } from "./tuning.ts";

/**
 * Nuclei of an image of the nuclear stain: mask, split, outline of each nucleus at half of its own height, split again
 * (dim gaps between bright nuclei have opened by then), small ones dropped.
 *
 * @param image the nuclear stain at the working scale, any unit.
 * @param diameter expected nucleus diameter, px of this image.
 * @returns each nucleus one 4-connected piece.
 */
export function labelNuclei(
  opencv: OpenCV,
  image: Raster,
  diameter: number,
  options: Pick<SegmentationOptions, "splitStrength" | "smallestArea">,
): Regions {
  const { width, height } = image;
  const { mask, signal } = findNucleusMask(opencv, image, diameter);
  const rough = split(mask);
  const refined = refineOutlines(opencv, rough, signal, tuning.outlineReach * diameter);
  const nuclei = split(cleanMask(opencv, refined, width, height, diameter));
  keepLargestPieces(nuclei);
  return dropSmall(nuclei, options.smallestArea * (Math.PI / 4) * diameter * diameter);

  function split(whole: Uint8Array): Regions {
    const distance = distanceMap(opencv, whole, width, height);
    const parts = splitTouching(distance, width, height, tuning.firstSplit);
    return joinParts(parts, distance, signal, diameter, options.splitStrength);
  }
}

/** Drops regions under `smallest` px; one that the border cuts may be smaller. */
function dropSmall(regions: Regions, smallest: number): Regions {
  const areas = areasOf(regions);
  const atBorder = touchingBorder(regions);
  const target = areas.map((area, label) =>
    area >= smallest * (atBorder[label] === 1 ? tuning.borderAllowance : 1) ? label : 0,
  );
  return renumber(regions, target);
}
