import type { Interval } from "../domain/localisation/evaluation.ts";

/** Efron and Tibshirani 1993, chapter 13: 500 to 1000 for the ends of an interval; 500 keep 10,000 cells within a second. */
export const bootstrapResamples = 500;
export const bootstrapLevel = 0.95;

/**
 * Draws of whole clusters with replacement, as many as there are: how often each cluster is in each resample. Cells of a tile
 * resemble each other and share their labels, so drawing cells one by one would make intervals far too narrow (Field and
 * Welsh 2007, "Bootstrapping clustered data"). With fewer than some twenty clusters they are still too narrow.
 *
 * @param random draws from [0, 1)
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
 * A figure must be defined in this share of the resamples. One with all its positives on one of n clusters is in at most 0.75 of
 * them (1 - (1 - 1 / n)^n), one with two clusters in at least 0.86: so an interval stands on two clusters or more.
 */
const fewestDefined = 0.8;

/**
 * The percentile interval of a figure from its values in the resamples, those left out where it was not defined (null).
 * @param level share of the values inside, 0..1
 * @returns null when all hangs on one cluster: the resamples then say nothing of others.
 */
export function percentileInterval(values: readonly (number | null)[], level: number): Interval | null {
  const sorted = Float64Array.from(values.filter((value) => value !== null)).sort();
  if (sorted.length === 0 || sorted.length < fewestDefined * values.length) return null;
  return { low: quantile(sorted, (1 - level) / 2), high: quantile(sorted, (1 + level) / 2) };
}

/** Linear between neighbours, numpy's default. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (place - below);
}
