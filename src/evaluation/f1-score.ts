/**
 * F1 of one class at a threshold: 2 TP / (2 TP + FP + FN), a score at the threshold counting as predicted.
 * @returns 0..1, or null when nothing is positive and nothing is predicted, where it is not defined
 */
export function f1Score(scores: ArrayLike<number>, targets: ArrayLike<number>, threshold = 0.5): number | null {
  let truePositives = 0;
  let wrong = 0;
  for (let index = 0; index < scores.length; index += 1) {
    const predicted = (scores[index] as number) >= threshold;
    const positive = (targets[index] as number) > 0;
    if (predicted && positive) truePositives += 1;
    else if (predicted !== positive) wrong += 1;
  }
  const all = 2 * truePositives + wrong;
  return all === 0 ? null : (2 * truePositives) / all;
}
