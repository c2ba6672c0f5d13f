import { rankedFigures, rankScores } from "./rank-scores.ts";

/**
 * Average precision of one class. It equals scikit-learn's `average_precision_score`, also for tied scores.
 *
 * @param scores any ranking scores, higher for positives.
 * @param targets 1 for positives, 0 for negatives, same length.
 * @returns 0..1; null without positives, because it is not defined then.
 */
export function averagePrecision(scores: ArrayLike<number>, targets: ArrayLike<number>): number | null {
  return rankedFigures(rankScores(scores, targets)).averagePrecision;
}
