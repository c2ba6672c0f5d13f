import type { Samples } from "../domain/tile/tile.ts";

/** Counts of sample values, filled, asked and emptied again for every region. */
export interface SampleHistogram {
  /** Counts of each value. */
  readonly fine: Uint32Array;
  /** Counts of each 256 values: what is skipped by, and what need not be emptied. */
  readonly coarse: Uint32Array;
}

export function makeHistogram(bitDepth: 8 | 16): SampleHistogram {
  return { fine: new Uint32Array(2 ** bitDepth), coarse: new Uint32Array(2 ** bitDepth / 256) };
}

/**
 * Counts the samples at some px in.
 *
 * @returns their sum.
 */
export function countSamples({ fine, coarse }: SampleHistogram, samples: Samples, pixels: Int32Array): number {
  let sum = 0;
  const oneBin = coarse.length === 1;
  for (let index = 0; index < pixels.length; index++) {
    const value = samples[pixels[index]!]!;
    sum += value;
    fine[value]! += 1;
    // Counting all 8-bit samples in the same place, one waits for the other.
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
 * The value below which a share of the samples lies, linear between the two next to it (`numpy.percentile`'s default).
 *
 * @param histograms taken together.
 * @param total samples in them, at least 1.
 * @param share 0..1.
 */
export function percentileOf(histograms: readonly SampleHistogram[], total: number, share: number): number {
  const place = share * (total - 1);
  const below = Math.floor(place);
  const low = valueAt(histograms, below);
  return place === below ? low : low + (place - below) * (valueAt(histograms, below + 1) - low);
}

/** The sample at a place of the sorted samples, 0 the smallest. */
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
