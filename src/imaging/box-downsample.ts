import type { Samples } from "../domain/tile/tile.ts";

/** One channel at the working scale. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** `[height, width]`, row-major. */
  readonly values: Float32Array;
}

/**
 * Averages each block of `factor` x `factor` px. A block that the right or bottom border cuts is the mean of the px
 * that it has, so the result has `ceil(width / factor)` x `ceil(height / factor)` px. Values keep the unit of the
 * samples.
 *
 * @param samples `[height, width]`, row-major.
 * @param factor whole number >= 1.
 */
export function boxDownsample(samples: Samples, width: number, height: number, factor: number): Raster {
  const outWidth = Math.ceil(width / factor);
  const outHeight = Math.ceil(height / factor);
  const values = new Float32Array(outWidth * outHeight);
  if (factor === 1) {
    values.set(samples);
    return { width: outWidth, height: outHeight, values };
  }
  const whole = Math.floor(width / factor);
  // The sums are exact: 16-bit samples times the px of the largest block (256 x 256) fit into a double's mantissa.
  const sums = new Float64Array(outWidth);
  for (let row = 0; row < outHeight; row++) {
    const top = row * factor;
    const bottom = Math.min(height, top + factor);
    sums.fill(0);
    for (let y = top; y < bottom; y++) {
      let at = y * width;
      for (let column = 0; column < whole; column++) {
        let sum = 0;
        for (const end = at + factor; at < end; at++) sum += samples[at]!;
        sums[column]! += sum;
      }
      if (whole < outWidth) {
        let sum = 0;
        for (const end = (y + 1) * width; at < end; at++) sum += samples[at]!;
        sums[whole]! += sum;
      }
    }
    const rows = bottom - top;
    const scale = 1 / (rows * factor);
    const out = row * outWidth;
    for (let column = 0; column < whole; column++) values[out + column] = sums[column]! * scale;
    if (whole < outWidth) values[out + whole] = sums[whole]! / (rows * (width - whole * factor));
  }
  return { width: outWidth, height: outHeight, values };
}
