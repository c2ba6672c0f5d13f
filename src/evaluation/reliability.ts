import type { ReliabilityBin } from "../domain/localisation/evaluation.ts";

/** Ten bins, as in most reliability diagrams (DeGroot and Fienberg 1983; Niculescu-Mizil and Caruana 2005). */
const bins = 10;

/**
 * How often the label is there when the model says so: cells in equally wide bins by their probability. A probability on an
 * edge belongs to the lower bin, as in scikit-learn's `calibration_curve`.
 * @param probabilities 0..1
 * @param targets above 0 for positives, same length
 */
export function reliabilityBins(probabilities: ArrayLike<number>, targets: ArrayLike<number>): ReliabilityBin[] {
  const counts = new Uint32Array(bins);
  const sums = new Float64Array(bins);
  const positives = new Uint32Array(bins);
  for (let index = 0; index < probabilities.length; index += 1) {
    const probability = probabilities[index]!;
    const bin = binOf(probability);
    counts[bin]! += 1;
    sums[bin]! += probability;
    if (targets[index]! > 0) positives[bin]! += 1;
  }
  return Array.from(counts, (count, bin) => ({
    count,
    meanProbability: count === 0 ? null : sums[bin]! / count,
    positiveShare: count === 0 ? null : positives[bin]! / count,
  }));
}

/** Compared with the edges themselves: `ceil(10 p)` would put 0.3 above 0.3, as 10 · 0.3 is rounded up. */
function binOf(probability: number): number {
  let bin = 0;
  while (bin < bins - 1 && probability > (bin + 1) / bins) bin += 1;
  return bin;
}

/** The bins of several classes taken together. */
export function joinBins(all: readonly (readonly ReliabilityBin[])[]): ReliabilityBin[] {
  return Array.from({ length: bins }, (_, index) => {
    const parts = all.flatMap((list) => list[index] ?? []);
    const count = parts.reduce((sum, part) => sum + part.count, 0);
    const mean = (key: "meanProbability" | "positiveShare") =>
      count === 0 ? null : parts.reduce((sum, part) => sum + part.count * (part[key] ?? 0), 0) / count;
    return { count, meanProbability: mean("meanProbability"), positiveShare: mean("positiveShare") };
  });
}

/**
 * Expected calibration error (Naeini, Cooper and Hauskrecht 2015): the mean distance of probability and share over the cells,
 * bin by bin, 0..1; 0 without cells.
 */
export function expectedCalibrationError(list: readonly ReliabilityBin[]): number {
  const cells = list.reduce((sum, { count }) => sum + count, 0);
  const off = list.reduce(
    (sum, { count, meanProbability, positiveShare }) =>
      sum + count * Math.abs((meanProbability ?? 0) - (positiveShare ?? 0)),
    0,
  );
  return cells === 0 ? 0 : off / cells;
}
