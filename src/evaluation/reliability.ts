import type { ReliabilityBin } from "../domain/localisation/evaluation.ts";

/** Most reliability diagrams have ten bins (DeGroot and Fienberg 1983; Niculescu-Mizil and Caruana 2005). */
const bins = 10;

/**
 * Compares probabilities with how often the label is there. Cells are put into equally wide bins by their probability;
 * a probability on an edge belongs to the lower bin, as in scikit-learn's `calibration_curve`.
 *
 * @param probabilities 0..1.
 * @param targets above 0 for positives, same length.
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

/**
 * Compares with the edges themselves. `ceil(10 p)` could put a probability into a wrong bin, because 10 p is rounded.
 */
function binOf(probability: number): number {
  let bin = 0;
  while (bin < bins - 1 && probability > (bin + 1) / bins) bin += 1;
  return bin;
}

/** Joins the bins of several classes. */
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
 * Expected calibration error, 0..1 (Naeini, Cooper and Hauskrecht 2015): the difference between mean probability and
 * share of positives in each bin, averaged over all cells; 0 without cells.
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
