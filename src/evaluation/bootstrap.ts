import type { Interval } from "../domain/localisation/evaluation.ts";

/**
 * Number of resamples. The ends of an interval need 500 to 1000 (Efron and Tibshirani 1993, chapter 13); with 500,
 * 10,000 cells take less than a second.
 */
export const bootstrapResamples = 500;
/** Share of the resamples inside of an interval. */
export const bootstrapLevel = 0.95;

/**
 * Draws whole clusters with replacement, as many as there are. Cells of one tile are similar and share their labels, so
 * drawing single cells would make intervals much too narrow (Field and Welsh 2007, "Bootstrapping clustered data").
 * With fewer than about twenty clusters the intervals are still too narrow.
 *
 * @param random gives numbers in [0, 1).
 * @returns for each resample, `[clusters]`: how often each cluster is in it.
 */
export function drawResamples(clusters: number, resamples: number, random: () => number): Uint16Array[] {
  return Array.from({ length: resamples }, () => {
    const weights = new Uint16Array(clusters);
    for (let draw = 0; draw < clusters; draw += 1) {
      const cluster = Math.floor(random() * clusters);
      weights[cluster]! += 1;
    }
    return weights;
  });
}

/**
 * A figure must be defined in this share of the resamples. When all positives are in one of n clusters, a figure is
 * defined in at most 0.75 of them (1 - (1 - 1 / n)^n); when they are in two clusters, in at least 0.86. So a figure has
 * an interval only if two clusters or more have positives.
 */
const fewestDefined = 0.8;

/**
 * The percentile interval of a figure.
 *
 * @param values the figure in each resample; null, where it is not defined, is left out.
 * @param level share of the values inside of the interval, 0..1.
 * @returns null when the figure depends on one cluster only: the resamples then say nothing about other clusters.
 */
export function percentileInterval(values: readonly (number | null)[], level: number): Interval | null {
  const sorted = Float64Array.from(values.filter((value) => value !== null)).sort();
  if (sorted.length === 0 || sorted.length < fewestDefined * values.length) return null;
  return { low: quantile(sorted, (1 - level) / 2), high: quantile(sorted, (1 + level) / 2) };
}

/** Interpolates linearly between neighbours, as numpy does by default. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (place - below);
}
