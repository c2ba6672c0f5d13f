import type { Raster } from "../imaging/box-downsample.ts";
import { gaussianBlur, smoothMask } from "./mat-filters.ts";
import type { Regions } from "./measure/regions.ts";
import type { OpenCV } from "./opencv.ts";
import { otsu } from "./otsu.ts";
import { cellTuning as tuning } from "./tuning.ts";

/**
 * Finds the pixels that belong to any cell. Otsu's threshold of the logarithm lies between background and cytoplasm
 * even where some cells are many times as bright as others. Dim, spread cytoplasm ends at about half of it.
 *
 * @param body the cell body at the working scale, 0..1 and a little beyond.
 * @param diameter expected nucleus diameter, px of this image.
 * @param sensitivity 0..1, see SegmentationOptions.
 * @returns `[height, width]`, 0 or 1; nuclei are always inside.
 */
export function findCellMask(
  opencv: OpenCV,
  body: Raster,
  nuclei: Regions,
  diameter: number,
  sensitivity: number,
): Uint8Array {
  const { width, height } = body;
  const blurred = gaussianBlur(opencv, body, tuning.maskBlur * diameter);
  const logarithm = blurred.map((value) => Math.log(Math.max(0, value) + tuning.logOffset));
  const middle = Math.exp(otsu(logarithm, null).threshold) - tuning.logOffset;
  const level = middle * tuning.maskLevel * tuning.maskLevelRange ** (0.5 - sensitivity);
  const mask = new Uint8Array(width * height);
  for (let pixel = 0; pixel < mask.length; pixel++) {
    if (blurred[pixel]! > level || nuclei.labels[pixel] !== 0) mask[pixel] = 1;
  }
  const radius = tuning.maskSmoothing * diameter;
  const smooth = smoothMask(
    opencv,
    smoothMask(opencv, mask, width, height, "close", radius),
    width,
    height,
    "open",
    radius,
  );
  for (let pixel = 0; pixel < mask.length; pixel++) {
    if (nuclei.labels[pixel] !== 0) smooth[pixel] = 1;
  }
  return smooth;
}
