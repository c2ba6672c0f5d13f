import type { SegmentationOptions } from "../domain/segmentation-options.ts";
import type { Raster } from "../imaging/box-downsample.ts";
import { joinParts } from "./join-parts.ts";
import { keepLargestPieces } from "./largest-pieces.ts";
import { mapNuclei, type NucleusMaps } from "./map-nuclei.ts";
import { distanceMap } from "./mat-filters.ts";
import { cleanMask, findNucleusMask, type NucleusMask } from "./nucleus-mask.ts";
import type { NucleusNetwork } from "./nucleus-network.ts";
import type { OpenCV } from "./opencv.ts";
import { refineOutlines } from "./refine-outlines.ts";
import { areasOf, type Regions, renumber, touchingBorder } from "./regions.ts";
import { splitTouching } from "./split-touching.ts";
import { nucleusTuning as tuning } from "./tuning.ts";

/** Certainty of the network that even the least sensitivity takes; 1 less it, that even the greatest leaves. */
const surest = 0.95;
/** Depth that every pixel of the mask has, so that none falls out of the split. */
const shallowest = 0.02;

/**
 * Nuclei of an image of the nuclear stain: mask, split, outline of each nucleus at half of its own height, split again
 * (dim gaps between bright nuclei have opened by then), small ones dropped.
 *
 * @param image the nuclear stain at the working scale, any unit.
 * @param diameter expected nucleus diameter, px of this image.
 * @param network maps the nuclei where the image suits it; null goes by threshold and shape.
 * @returns each nucleus one 4-connected piece.
 */
export function labelNuclei(
  opencv: OpenCV,
  image: Raster,
  diameter: number,
  options: Pick<SegmentationOptions, "nucleusSensitivity" | "splitStrength" | "smallestArea">,
  network: NucleusNetwork | null = null,
): Regions {
  const found = findNucleusMask(opencv, image, diameter, options.nucleusSensitivity);
  const maps = network && mapNuclei(opencv, network, image, diameter);
  const nuclei = maps
    ? partMappedNuclei(opencv, image, found, maps, diameter, options)
    : partNuclei(opencv, image, found, diameter, options.splitStrength);
  return dropSmall(nuclei, diameter, options.smallestArea);
}

/**
 * Tells the nuclei of a mask apart, whatever their size.
 *
 * @param size of the mask.
 * @param diameter expected nucleus diameter, px of the mask.
 * @param splitStrength 0..1, see SegmentationOptions.
 * @returns each nucleus one 4-connected piece.
 */
export function partNuclei(
  opencv: OpenCV,
  { width, height }: Pick<Raster, "width" | "height">,
  { mask, signal }: NucleusMask,
  diameter: number,
  splitStrength: number,
): Regions {
  return partMask(opencv, { width, height, mask, signal, diameter }, (whole) => {
    const distance = distanceMap(opencv, whole, width, height);
    const parts = splitTouching(distance, width, height, tuning.firstSplit);
    return joinParts(parts, distance, signal, diameter, splitStrength);
  });
}

/**
 * Like {@link partNuclei} where a network has mapped the nuclei: its certainty is the mask, its depth stands for the
 * distance to the outline.
 *
 * @param found of which the stain above background is used; an empty mask means no nuclei.
 */
export function partMappedNuclei(
  opencv: OpenCV,
  { width, height }: Pick<Raster, "width" | "height">,
  found: NucleusMask,
  { stained, depth }: NucleusMaps,
  diameter: number,
  { nucleusSensitivity, splitStrength }: Pick<SegmentationOptions, "nucleusSensitivity" | "splitStrength">,
): Regions {
  const level = Math.min(surest, Math.max(1 - surest, 1 - nucleusSensitivity));
  const certain = new Uint8Array(width * height);
  // Where thresholds see nothing but noise, so does the network, only that it does not know.
  const empty = !found.mask.includes(1);
  for (let pixel = 0; pixel < certain.length; pixel++)
    certain[pixel] = !empty && (stained[pixel] as number) > level ? 1 : 0;
  const mask = cleanMask(opencv, certain, width, height, diameter);
  const { signal } = found;
  return partMask(opencv, { width, height, mask, signal, diameter }, (whole) => {
    const distance = new Float32Array(width * height);
    for (let pixel = 0; pixel < whole.length; pixel++) {
      if (whole[pixel] !== 0) distance[pixel] = (Math.max(shallowest, depth[pixel] as number) * diameter) / 2;
    }
    const parts = splitTouching(distance, width, height, tuning.firstSplit);
    return joinParts(parts, distance, signal, diameter, splitStrength, tuning.mappedJoinRatio);
  });
}

/** Parts a mask, draws each outline anew at half of its nucleus's height, and parts what has come apart. */
function partMask(
  opencv: OpenCV,
  { width, height, mask, signal, diameter }: NucleusMask & Pick<Raster, "width" | "height"> & { diameter: number },
  split: (whole: Uint8Array) => Regions,
): Regions {
  const refined = refineOutlines(opencv, split(mask), signal, tuning.outlineReach * diameter);
  const nuclei = split(cleanMask(opencv, refined, width, height, diameter));
  keepLargestPieces(nuclei);
  return nuclei;
}

/**
 * The nuclei without those under `smallestArea` of a disc with the expected diameter; one that the border cuts may be
 * smaller. `nuclei` stays as it is.
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
