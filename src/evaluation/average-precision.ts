/**
 * Average precision of one class: the area under the precision-recall curve as a sum of steps,
 * AP = Σ (recall_k - recall_(k-1)) · precision_k over the distinct scores, highest first. Equals scikit-learn's
 * `average_precision_score`: tied scores are one threshold, so their order cannot matter.
 * @param scores any ranking scores, higher for positives
 * @param targets 1 for positives, 0 for negatives, same length
 * @returns 0..1, or null without positives, where it is not defined
 */
export function averagePrecision(scores: ArrayLike<number>, targets: ArrayLike<number>): number | null {
  const order = Array.from({ length: scores.length }, (_, index) => index).sort(
    (a, b) => (scores[b] as number) - (scores[a] as number),
  );
  let positives = 0;
  for (let index = 0; index < targets.length; index += 1) positives += (targets[index] as number) > 0 ? 1 : 0;
  if (positives === 0) return null;
  let area = 0;
  let hits = 0;
  let hitsBefore = 0;
  order.forEach((example, rank) => {
    if ((targets[example] as number) > 0) hits += 1;
    const next = order[rank + 1];
    const tied = next !== undefined && scores[next] === scores[example];
    if (tied) return;
    area += ((hits - hitsBefore) / positives) * (hits / (rank + 1));
    hitsBefore = hits;
  });
  return area;
}
