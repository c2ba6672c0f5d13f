import type { Samples } from "../domain/tile/tile.ts";

/** Bins of the histogram: one for each value of 8-bit samples, one for each 16 values of 16-bit samples. */
const bins = 4096;
/** Up to this many values are sorted: that is faster than to go through all bins. */
const fewEnough = 2048;
/** About this many samples are enough: they give a tile's percentiles to a fraction of a percent. */
const enough = 1 << 18;

/**
 * Percentiles of samples, from a histogram of about 262,144 samples that are spread evenly. 16-bit samples are resolved
 * to 16 units.
 *
 * @param samples in the file's units, 0..255 or 0..65535.
 * @param shares 0..1 each.
 * @returns one sample value for each share; zeros for an empty array.
 */
export function percentiles(samples: Samples, shares: readonly number[]): number[] {
  const shift = samples instanceof Uint16Array ? 4 : 0;
  // An odd step has no factor 2 in common with usual widths; with an even step only some columns would be looked at.
  const step = samples.length <= enough ? 1 : Math.floor(samples.length / enough) | 1;
  const histogram = new Uint32Array(bins);
  let total = 0;
  for (let index = 0; index < samples.length; index += step) {
    const bin = samples[index]! >> shift;
    histogram[bin]! += 1;
    total++;
  }
  return shares.map((share) => {
    if (total === 0) return 0;
    // Nearest rank: the smallest value with at least this share of the samples at or below it.
    const rank = Math.max(1, Math.ceil(share * total));
    let seen = 0;
    for (let bin = 0; bin < bins; bin++) {
      seen += histogram[bin]!;
      if (seen >= rank) return bin << shift;
    }
    return (bins - 1) << shift;
  });
}

/**
 * The contrast with which a channel is shown at first: its 1st and its 99.8th percentile, in the file's units. The
 * upper value is always above the lower one.
 */
export function contrastRange(samples: Samples): readonly [number, number] {
  const [low = 0, high = 0] = percentiles(samples, [0.01, 0.998]);
  return [low, Math.max(high, low + 1)];
}

/**
 * Like {@link percentiles}, for values of any range: from a histogram with 4,096 bins between their extremes. Up to
 * 2,048 values are sorted instead.
 *
 * @param values finite.
 */
export function floatPercentiles(values: Float32Array, shares: readonly number[]): number[] {
  if (values.length <= fewEnough) {
    const sorted = values.slice().sort();
    return shares.map((share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
  }
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  if (!(highest > lowest)) return shares.map(() => lowest);
  const scale = (bins - 1) / (highest - lowest);
  const binned = new Uint16Array(values.length);
  for (let index = 0; index < values.length; index++) {
    binned[index] = (values[index]! - lowest) * scale;
  }
  const histogram = new Uint32Array(bins);
  for (let index = 0; index < binned.length; index++) {
    const bin = binned[index]!;
    histogram[bin]! += 1;
  }
  return shares.map((share) => {
    const rank = Math.max(1, Math.ceil(share * values.length));
    let seen = 0;
    let bin = 0;
    for (; bin < bins - 1; bin++) {
      seen += histogram[bin]!;
      if (seen >= rank) break;
    }
    return lowest + bin / scale;
  });
}
