import type { Samples } from "../domain/tile/tile.ts";
import { boxDownsample, type Raster } from "../imaging/box-downsample.ts";
import { distanceMap } from "./mat-filters.ts";
import { areasOf, touchingBorder } from "./measure/regions.ts";
import { findNucleusMask } from "./nucleus-mask.ts";
import type { OpenCV } from "./opencv.ts";
import { splitTouching } from "./split-touching.ts";

/** The estimate starts on an image with about the area of a square with this side, px. */
const coarseSide = 256;
/** Nuclei with a smaller diameter in the coarse image, px, are measured again in a finer image. */
const leastDiameter = 14;
/** Only the middle of an image is measured when its side is larger than this, px. */
const enoughSide = 512;
/** First guess, as a share of the side of a square of the same area: a tile shows some tens to hundreds of cells. */
const firstGuess = 0.04;
/** Most rounds of measuring, each with the diameter of the round before; the diameter settles in two or three. */
const rounds = 4;
/** Relative change that counts as settled. */
const settled = 0.05;
/** Waist ratio below which touching nuclei are split here. Their size is not known yet, so lobes are split off too. */
const waist = 0.85;
/** Parts with less than this share of the typical area are lobes and debris. */
const fragment = 0.3;

/**
 * Estimates the nucleus diameter of a tile: the diameter of a disc with the median area of the nuclei that a threshold
 * and a split by shape find. Nuclei that the border cuts count only when there are no others.
 *
 * @param blue `[height, width]`, row-major: the nuclear stain.
 * @returns px of the full-resolution tile, or null when there is nothing that looks like a nucleus.
 */
export function estimateDiameter(opencv: OpenCV, blue: Samples, width: number, height: number): number | null {
  const side = Math.sqrt(width * height);
  let factor = Math.max(1, Math.round(side / coarseSide));
  let guess = Math.max(leastDiameter, (firstGuess * side) / factor);
  for (;;) {
    const image = boxDownsample(blue, width, height, factor);
    const part = middleOf(image);
    const diameter = measure(opencv, part, guess) ?? (part === image ? null : measure(opencv, image, guess));
    if (factor === 1 || (diameter !== null && diameter >= leastDiameter)) {
      return diameter === null ? null : diameter * factor;
    }
    factor = Math.floor(factor / 2);
    guess = 2 * leastDiameter;
  }
}

/** The middle of a large image. Where nuclei are small, a part of the image shows enough of them. */
function middleOf(image: Raster): Raster {
  const width = Math.min(image.width, enoughSide);
  const height = Math.min(image.height, enoughSide);
  if (width === image.width && height === image.height) return image;
  const left = (image.width - width) >> 1;
  const top = (image.height - height) >> 1;
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const from = (top + y) * image.width + left;
    values.set(image.values.subarray(from, from + width), y * width);
  }
  return { width, height, values };
}

function measure(opencv: OpenCV, image: Raster, guess: number): number | null {
  let diameter = guess;
  for (let round = 0; round < rounds; round++) {
    const found = typicalDiameter(opencv, image, diameter);
    if (found === null) return round === 0 ? null : diameter;
    const change = Math.abs(found - diameter) / diameter;
    diameter = found;
    if (change < settled) break;
  }
  return diameter;
}

function typicalDiameter(opencv: OpenCV, image: Raster, guess: number): number | null {
  const { mask } = findNucleusMask(opencv, image, guess, 0.5);
  const parts = splitTouching(distanceMap(opencv, mask, image.width, image.height), image.width, image.height, waist);
  const atBorder = touchingBorder(parts);
  const all = [...areasOf(parts)].map((area, label) => ({ area, label })).slice(1);
  const whole = all.filter(({ label }) => atBorder[label] === 0);
  const areas = (whole.length > 0 ? whole : all).map(({ area }) => area).sort((a, b) => a - b);
  if (areas.length === 0) return null;
  // The area at which parts up to it make up half of all stained area. Debris has little weight in it.
  const half = areas.reduce((sum, area) => sum + area, 0) / 2;
  let sum = 0;
  let weighted = 0;
  for (const area of areas) {
    if (sum >= half) break;
    sum += area;
    weighted = area;
  }
  // Among the parts that are large enough each counts once, so that a few unsplit clumps do not count for their size.
  const nuclei = areas.filter((area) => area >= fragment * weighted);
  return 2 * Math.sqrt(nuclei[nuclei.length >> 1]! / Math.PI);
}
