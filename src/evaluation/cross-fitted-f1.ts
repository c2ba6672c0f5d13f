import { chooseThreshold } from "./choose-threshold.ts";
import { countDecisions, f1Of } from "./decision-counts.ts";

/**
 * The usual number of folds in cross-validation (Kohavi 1995 found that ten are hardly better and take twice the work).
 */
const mostFolds = 5;

/**
 * F1 of one class, where each decision uses a threshold that was chosen on other clusters. The clusters are dealt into
 * at most five folds. The cells of each fold are decided with the threshold of the other folds, and all decisions are
 * counted together. Compared with this, F1 is too good when the threshold was chosen on the validation cells
 * themselves.
 *
 * @param scores 0..1, as they are in predictions.
 * @param targets above 0 for positives, same length.
 * @param clusters 0..clusterCount - 1, same length: the tile or group of the cell.
 * @returns 0..1; null without positives, or with fewer than two clusters.
 */
export function crossFittedF1(
  scores: ArrayLike<number>,
  targets: ArrayLike<number>,
  clusters: ArrayLike<number>,
  clusterCount: number,
): number | null {
  const folds = Math.min(mostFolds, clusterCount);
  if (folds < 2) return null;
  let [truePositives, falsePositives, falseNegatives] = [0, 0, 0];
  for (let fold = 0; fold < folds; fold += 1) {
    const [held, rest] = [columns(), columns()];
    for (let cell = 0; cell < scores.length; cell += 1) {
      const side = clusters[cell]! % folds === fold ? held : rest;
      side.scores.push(scores[cell]!);
      side.targets.push(targets[cell]!);
    }
    const counts = countDecisions(held.scores, held.targets, chooseThreshold(rest.scores, rest.targets));
    truePositives += counts.truePositives;
    falsePositives += counts.falsePositives;
    falseNegatives += counts.falseNegatives;
  }
  return f1Of({ truePositives, falsePositives, falseNegatives });
}

function columns(): { scores: number[]; targets: number[] } {
  return { scores: [], targets: [] };
}
