import type { Samples } from "../domain/tile/tile.ts";

/** Counts of sample values. It is filled, read and emptied again for every region. */
export interface SampleHistogram {
  /** `[2 ** bitDepth]`: the count of each value. */
  readonly fine: Uint32Array;
  /** `[2 ** bitDepth / 256]`: the counts of 256 values together, so that empty stretches can be skipped. */
  readonly coarse: Uint32Array;
}

export function makeHistogram(bitDepth: 8 | 16): SampleHistogram {
  return { fine: new Uint32Array(2 ** bitDepth), coarse: new Uint32Array(2 ** bitDepth / 256) };
}

/**
 * Adds the samples at some px to the histogram.
 *
 * @param pixels indices into `samples`.
 * @returns the sum of these samples.
 */
export function countSamples({ fine, coarse }: SampleHistogram, samples: Samples, pixels: Int32Array): number {
  let sum = 0;
  const oneBin = coarse.length === 1;
  for (let index = 0; index < pixels.length; index++) {
    const value = samples[pixels[index]!]!;
    sum += value;
    fine[value]! += 1;
    // All 8-bit samples would be counted at the same address, where each addition waits for the one before.
    if (!oneBin) coarse[value >> 8]! += 1;
  }
  if (oneBin) coarse[0]! += pixels.length;
  return sum;
}

export function emptyHistogram({ fine, coarse }: SampleHistogram): void {
  for (let bin = 0; bin < coarse.length; bin++) {
    if (coarse[bin] !== 0) fine.fill(0, bin * 256, (bin + 1) * 256);
    coarse[bin] = 0;
  }
}

/**
 * The value below which a share of the samples lies, interpolated linearly between the two nearest samples (as
 * `numpy.percentile` does by default).
 *
 * @param histograms histograms of the same bit depth; their samples are taken together.
 * @param total number of samples in them, at least 1.
 * @param share 0..1.
 */
export function percentileOf(histograms: readonly SampleHistogram[], total: number, share: number): number {
  const place = share * (total - 1);
  const below = Math.floor(place);
  const low = valueAt(histograms, below);
  return place === below ? low : low + (place - below) * (valueAt(histograms, below + 1) - low);
}

/** The sample at a place in the sorted samples; place 0 has the smallest sample. */
function valueAt(histograms: readonly SampleHistogram[], place: number): number {
  let left = place;
  const bins = histograms[0]?.coarse.length ?? 0;
  for (let bin = 0; bin < bins; bin++) {
    let count = 0;
    for (const { coarse } of histograms) count += coarse[bin]!;
    if (left >= count) {
      left -= count;
      continue;
    }
    for (let value = bin * 256; ; value++) {
      for (const { fine } of histograms) left -= fine[value]!;
      if (left < 0) return value;
    }
  }
  return 0;
}
