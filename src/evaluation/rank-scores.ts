import { descendingOrder } from "./descending-order.ts";

/**
 * The examples of one class by score, the highest first, prepared so that figures can be counted many times. All arrays
 * are `[examples]`.
 */
export interface Ranking {
  /** 1 for positives, else 0. */
  readonly positive: Uint8Array;
  /** 1 where the next score is lower, else 0. Equal scores make one threshold, so their order does not matter. */
  readonly last: Uint8Array;
  /** The cluster of the example. */
  readonly cluster: Uint32Array;
}

/**
 * Sorts the examples of one class by score.
 *
 * @param scores any ranking scores, higher for positives.
 * @param targets above 0 for positives, same length.
 * @param clusters the cluster of each example, same length; null puts all into cluster 0.
 */
export function rankScores(
  scores: ArrayLike<number>,
  targets: ArrayLike<number>,
  clusters: ArrayLike<number> | null = null,
): Ranking {
  const order = descendingOrder(scores);
  return {
    positive: Uint8Array.from(order, (example) => (targets[example]! > 0 ? 1 : 0)),
    last: Uint8Array.from(order, (example, rank) => (scores[example] === scores[order[rank + 1] ?? -1] ? 0 : 1)),
    cluster: clusters === null ? new Uint32Array(order.length) : order.map((example) => clusters[example]!),
  };
}

export interface RankedFigures {
  /**
   * Area under the precision-recall curve as a sum of steps, Σ (recall_k - recall_(k-1)) · precision_k over the
   * distinct scores, as in scikit-learn's `average_precision_score`; null without positives.
   */
  readonly averagePrecision: number | null;
  /** Area under the ROC curve by trapezoids, as in `roc_auc_score`; null without positives or without negatives. */
  readonly rocAuc: number | null;
}

/**
 * Computes the figures that depend only on the ranking, in one pass.
 *
 * @param weights `[clusters]`: how often the examples of each cluster count, for example in a bootstrap resample; null
 *   counts each once.
 */
export function rankedFigures(
  { positive, last, cluster }: Ranking,
  weights: ArrayLike<number> | null = null,
): RankedFigures {
  let [hits, misses, hitsBefore, missesBefore] = [0, 0, 0, 0];
  let precisionArea = 0;
  let rocArea = 0;
  for (let rank = 0; rank < positive.length; rank += 1) {
    const weight = weights === null ? 1 : weights[cluster[rank]!]!;
    if (positive[rank] === 1) hits += weight;
    else misses += weight;
    if (last[rank] === 0) continue;
    if (hits > hitsBefore) precisionArea += ((hits - hitsBefore) * hits) / (hits + misses);
    rocArea += (misses - missesBefore) * (hits + hitsBefore);
    hitsBefore = hits;
    missesBefore = misses;
  }
  return {
    averagePrecision: hits > 0 ? precisionArea / hits : null,
    rocAuc: hits > 0 && misses > 0 ? rocArea / (2 * hits * misses) : null,
  };
}
