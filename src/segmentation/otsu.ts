/** Bins between the extremes; finer changes thresholds by less than a grey value of an 8-bit image. */
const bins = 256;

/** A threshold and how well it separates the values. */
export interface Otsu {
  /** In the unit of the values. */
  readonly threshold: number;
  /** Share of the variance that lies between the two sides, 0..1: about 0.64 for one normal class, near 1 for two. */
  readonly separability: number;
}

/**
 * Otsu's threshold (Otsu 1979): the cut that leaves the most variance between the two sides.
 *
 * @param histogram counts of equal bins from `lowest` up, each `binWidth` wide.
 */
function otsuOfHistogram(histogram: Float64Array, lowest: number, binWidth: number): Otsu {
  let total = 0;
  let sum = 0;
  let squares = 0;
  for (let bin = 0; bin < histogram.length; bin++) {
    const count = histogram[bin]!;
    total += count;
    sum += count * bin;
    squares += count * bin * bin;
  }
  let best = -1;
  let firstBest = 0;
  let lastBest = 0;
  let below = 0;
  let sumBelow = 0;
  for (let bin = 0; bin < histogram.length - 1; bin++) {
    below += histogram[bin]!;
    sumBelow += histogram[bin]! * bin;
    const above = total - below;
    if (below === 0 || above === 0) continue;
    const gap = sumBelow / below - (sum - sumBelow) / above;
    const between = below * above * gap * gap;
    if (between > best * (1 + 1e-12)) {
      best = between;
      firstBest = bin;
    }
    // Every cut in an empty stretch between the two classes is equally good: the middle of the stretch is taken.
    if (between >= best * (1 - 1e-12)) lastBest = bin;
  }
  const variance = total * squares - sum * sum;
  return {
    threshold: lowest + ((firstBest + lastBest) / 2 + 1) * binWidth,
    separability: variance > 0 && best > 0 ? best / variance : 0,
  };
}

/**
 * Otsu's threshold of the `values` at which `mask` is not 0; null takes all values. Separability is 0 when the values
 * are all equal.
 */
export function otsu(values: Float32Array, mask: Uint8Array | null): Otsu {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index++) {
    if (mask !== null && mask[index] === 0) continue;
    const value = values[index]!;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  if (!(highest > lowest)) return { threshold: Number.isFinite(highest) ? highest : 0, separability: 0 };
  const binWidth = (highest - lowest) / bins;
  const histogram = new Float64Array(bins);
  for (let index = 0; index < values.length; index++) {
    if (mask !== null && mask[index] === 0) continue;
    const bin = Math.min(bins - 1, (values[index]! - lowest) / binWidth) | 0;
    histogram[bin]! += 1;
  }
  return otsuOfHistogram(histogram, lowest, binWidth);
}
