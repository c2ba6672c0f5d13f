import { backgroundPlane } from "../imaging/background-plane.ts";
import type { Raster } from "../imaging/box-downsample.ts";
import { floatPercentiles } from "../imaging/normalise.ts";
import { fillHoles } from "./fill-holes.ts";
import { leastOfNeighbours, localGrid } from "./local-grid.ts";
import { enlarge, gaussianBlur, smoothMask } from "./mat-filters.ts";
import type { OpenCV } from "./opencv.ts";
import { otsu } from "./otsu.ts";
import { nucleusTuning as tuning } from "./tuning.ts";

/** The pixels that belong to nuclei, before the nuclei are told apart. */
export interface NucleusMask {
  /** `[height, width]`, 0 or 1. */
  readonly mask: Uint8Array;
  /** `[height, width]`: blurred samples minus the local background, >= 0, in the unit of the samples. */
  readonly signal: Float32Array;
}

/**
 * Finds nuclear stain in these steps:
 *
 * - blur;
 * - subtract the background, first its slope, then the rest of it block by block;
 * - take the square root: nuclei of one tile differ in brightness by a factor of ten, their roots by three;
 * - apply Otsu's threshold block by block. It stays near the global threshold, so that blocks without nuclei stay
 *   empty.
 *
 * @param image the nuclear stain at the working scale.
 * @param diameter expected nucleus diameter, px of this image.
 * @param sensitivity 0..1, see SegmentationOptions.
 */
export function findNucleusMask(opencv: OpenCV, image: Raster, diameter: number, sensitivity: number): NucleusMask {
  const { width, height } = image;
  const signal = gaussianBlur(opencv, image, tuning.blur * diameter);
  const blurred = { width, height, values: signal };
  const plane = backgroundPlane(blurred);
  for (let pixel = 0; pixel < signal.length; pixel++) {
    signal[pixel]! -= plane[pixel]!;
  }
  const lowest = localGrid(blurred, tuning.backgroundBlock * diameter, (values) => {
    const [low = 0] = floatPercentiles(values, [tuning.backgroundShare]);
    return low;
  });
  const background = enlarge(opencv, leastOfNeighbours(lowest), width, height);
  const root = new Float32Array(signal.length);
  for (let pixel = 0; pixel < signal.length; pixel++) {
    const value = Math.max(0, signal[pixel]! - background[pixel]!);
    signal[pixel] = value;
    root[pixel] = Math.sqrt(value);
  }
  const whole = otsu(root, null);
  const leastSeparability =
    tuning.leastSeparability - tuning.separabilityPerSensitivity * Math.max(0, sensitivity - 0.5);
  if (whole.separability < leastSeparability) return { mask: new Uint8Array(signal.length), signal };
  const thresholds = localGrid({ width, height, values: root }, tuning.thresholdBlock * diameter, (values) => {
    const { threshold } = otsu(values, null);
    return (
      whole.threshold * Math.min(tuning.mostThreshold, Math.max(tuning.leastThreshold, threshold / whole.threshold))
    );
  });
  const smooth = { ...thresholds, values: gaussianBlur(opencv, thresholds, tuning.thresholdBlur) };
  const threshold = enlarge(opencv, smooth, width, height);
  const factor = tuning.thresholdRange ** (0.5 - sensitivity);
  const mask = new Uint8Array(signal.length);
  for (let pixel = 0; pixel < mask.length; pixel++) {
    if (root[pixel]! > factor * threshold[pixel]!) mask[pixel] = 1;
  }
  return { mask: cleanMask(opencv, mask, width, height, diameter), signal };
}

/**
 * Fills holes that are small enough to lie in a nucleus (nucleoli, not the gap in a ring of nuclei), and removes thin
 * bridges by opening.
 *
 * @param mask `[height, width]`, 0 or 1; its holes are filled in place.
 * @returns the opened mask.
 */
export function cleanMask(
  opencv: OpenCV,
  mask: Uint8Array,
  width: number,
  height: number,
  diameter: number,
): Uint8Array {
  fillHoles(mask, width, height, tuning.largestHole * diameter * diameter);
  return smoothMask(opencv, mask, width, height, "open", tuning.opening * diameter);
}
