/** How many decisions about one class are of each kind. Weighted counts need not be whole numbers. */
export interface DecisionCounts {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
}

/**
 * Counts the decisions at a threshold; a score at the threshold counts as a yes.
 *
 * @param targets above 0 for positives, the same length as `scores`.
 */
export function countDecisions(
  scores: ArrayLike<number>,
  targets: ArrayLike<number>,
  threshold: number,
): DecisionCounts {
  let [truePositives, falsePositives, falseNegatives] = [0, 0, 0];
  for (let index = 0; index < scores.length; index += 1) {
    const predicted = scores[index]! >= threshold;
    const positive = targets[index]! > 0;
    if (predicted && positive) truePositives += 1;
    else if (predicted) falsePositives += 1;
    else if (positive) falseNegatives += 1;
  }
  return { truePositives, falsePositives, falseNegatives };
}

/** TP / (TP + FP); null when nothing is predicted. */
export function precisionOf({ truePositives, falsePositives }: DecisionCounts): number | null {
  const predicted = truePositives + falsePositives;
  return predicted === 0 ? null : truePositives / predicted;
}

/** TP / (TP + FN); null without positives. */
export function recallOf({ truePositives, falseNegatives }: DecisionCounts): number | null {
  const positives = truePositives + falseNegatives;
  return positives === 0 ? null : truePositives / positives;
}

/**
 * 2 TP / (2 TP + FP + FN). Null without positives, because a class that is not there can be neither found nor missed;
 * scikit-learn returns 0 with a warning then.
 */
export function f1Of({ truePositives, falsePositives, falseNegatives }: DecisionCounts): number | null {
  if (truePositives + falseNegatives === 0) return null;
  return (2 * truePositives) / (2 * truePositives + falsePositives + falseNegatives);
}
