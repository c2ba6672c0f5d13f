import { rankedFigures, rankScores } from "./rank-scores.ts";

/**
 * Average precision of one class, equal to scikit-learn's `average_precision_score`, ties included.
 * @param scores any ranking scores, higher for positives
 * @param targets 1 for positives, 0 for negatives, same length
 * @returns 0..1, or null without positives, where it is not defined
 */
export function averagePrecision(scores: ArrayLike<number>, targets: ArrayLike<number>): number | null {
  return rankedFigures(rankScores(scores, targets)).averagePrecision;
}
