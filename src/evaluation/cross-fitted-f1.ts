import { chooseThreshold } from "./choose-threshold.ts";
import { countDecisions, f1Of } from "./decision-counts.ts";

/** As in most cross-validation (Kohavi 1995 found ten hardly better at twice the work). */
const mostFolds = 5;

/**
 * F1 of one class on clusters that its threshold has not seen: the clusters are dealt into at most five folds, each judged
 * by the threshold of the others, and the decisions are counted together. Says by how much choosing the threshold on the
 * validation cells themselves flatters.
 *
 * @param scores as predictions hold them, 0..1
 * @param targets above 0 for positives
 * @param clusters 0..clusterCount - 1, the tile or group that the cell is of
 * @returns null without positives, or with fewer than two clusters.
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
