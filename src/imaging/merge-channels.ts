import type { Samples, TilePixels } from "../domain/tile/tile.ts";
import { backgroundPlane } from "./background-plane.ts";
import { boxDownsample, type Raster } from "./box-downsample.ts";
import { floatPercentiles } from "./normalise.ts";

/**
 * The two images that segmentation works on, at the working scale. The mean of a block of 8-bit samples needs more
 * bits.
 */
export interface MergedChannels {
  readonly width: number;
  readonly height: number;
  /** `[height, width]`, row-major: nuclear stain in the file's units; 0 when the tile has no blue channel. */
  readonly nucleus: Float32Array;
  /** `[height, width]`, row-major: cell body, >= 0; each stain is scaled so that 1 is its 99.8th percentile. */
  readonly cellBody: Float32Array;
}

/**
 * Makes the images of the nuclei and of the cell bodies of a tile, reduced by `factor` with a box filter. The cell body
 * is the mean of microtubules (red) and endoplasmic reticulum (yellow). From each the slope of its background is
 * subtracted, and each is scaled from its 1st to its 99.8th percentile, so that neither outweighs the other. When one
 * of the two is missing, the cell body is the other alone; when both are missing, it is the protein (green).
 *
 * @param factor whole number >= 1; the images are `ceil(width / factor)` x `ceil(height / factor)`.
 */
export function mergeChannels(pixels: TilePixels, factor: number): MergedChannels {
  const { width, height, channels } = pixels;
  const shrink = (samples: Samples): Raster => boxDownsample(samples, width, height, factor);
  const outWidth = Math.ceil(width / factor);
  const outHeight = Math.ceil(height / factor);
  const nucleus = channels.blue === null ? new Float32Array(outWidth * outHeight) : shrink(channels.blue).values;
  const stains = [channels.red, channels.yellow].filter((samples) => samples !== null);
  if (stains.length === 0 && channels.green !== null) stains.push(channels.green);
  const cellBody = new Float32Array(outWidth * outHeight);
  for (const samples of stains) {
    const stain = shrink(samples);
    const { values } = stain;
    const plane = backgroundPlane(stain);
    for (let pixel = 0; pixel < values.length; pixel++) {
      values[pixel]! -= plane[pixel]!;
    }
    const [low = 0, high = 0] = floatPercentiles(values, [0.01, 0.998]);
    if (!(high > low)) continue;
    const scale = 1 / ((high - low) * stains.length);
    for (let pixel = 0; pixel < values.length; pixel++) {
      const above = values[pixel]! - low;
      if (above > 0) cellBody[pixel]! += above * scale;
    }
  }
  return { width: outWidth, height: outHeight, nucleus, cellBody };
}
