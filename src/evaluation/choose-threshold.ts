import { fallbackThreshold } from "../domain/localisation/evaluation.ts";
import { columnOf, targetsOf } from "./class-columns.ts";
import { f1Of } from "./decision-counts.ts";
import { descendingOrder } from "./descending-order.ts";

/**
 * Chooses the threshold with the highest F1; a score at the threshold counts as a yes. The threshold is half-way
 * between the lowest score that is a yes and the next lower score, so that rounding on another GPU changes no decision.
 * Below the lowest score of all it is half-way to 0. Among several thresholds with the same F1 the highest is taken,
 * which says yes to the fewest cells.
 *
 * A class that the model cannot recognise gets a low threshold, because then saying yes to every cell gives the best F1
 * (Lipton, Elkan and Naryanaswamy 2014, "Optimal Thresholding of Classifiers to Maximize F1 Measure").
 *
 * @param scores 0..1.
 * @param targets above 0 for positives, same length.
 * @returns 0..1; `fallbackThreshold` without positives.
 */
export function chooseThreshold(scores: ArrayLike<number>, targets: ArrayLike<number>): number {
  const order = descendingOrder(scores);
  let positives = 0;
  for (let index = 0; index < targets.length; index += 1) if (targets[index]! > 0) positives += 1;
  let best = { f1: 0, threshold: fallbackThreshold };
  let hits = 0;
  order.forEach((example, rank) => {
    if (targets[example]! > 0) hits += 1;
    const score = scores[example]!;
    const next = order[rank + 1];
    const below = next === undefined ? 0 : scores[next]!;
    if (next !== undefined && below === score) return;
    const f1 = f1Of({ truePositives: hits, falsePositives: rank + 1 - hits, falseNegatives: positives - hits });
    if (f1 !== null && f1 > best.f1) best = { f1, threshold: (score + below) / 2 };
  });
  return best.threshold;
}

/**
 * Chooses one threshold for each class.
 *
 * @param probabilities `[cells, classes]`, row-major, 0..1, as they are in predictions.
 * @param targets for each cell, `[classes]` of 0 and 1.
 */
export function chooseThresholds(
  probabilities: Float32Array,
  targets: readonly ArrayLike<number>[],
  classes: number,
): number[] {
  return Array.from({ length: classes }, (_, index) =>
    chooseThreshold(columnOf(probabilities, classes, index), targetsOf(targets, index)),
  );
}
