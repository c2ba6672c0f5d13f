import { fallbackThreshold } from "../domain/localisation/evaluation.ts";
import { columnOf, targetsOf } from "./class-columns.ts";
import { f1Of } from "./decision-counts.ts";
import { descendingOrder } from "./descending-order.ts";

/**
 * The threshold with the highest F1, a score at the threshold being a yes. It lies half-way between the lowest score that is
 * taken and the next lower one, so that rounding on another GPU turns no decision (below the lowest score of all: half-way
 * to 0). Of several cuts with the same F1 the highest is taken: the fewest cells are called.
 *
 * A class that the model cannot tell apart gets a low threshold, as calling every cell then gives the best F1 (Lipton, Elkan and
 * Naryanaswamy 2014, "Optimal Thresholding of Classifiers to Maximize F1 Measure").
 *
 * @returns `fallbackThreshold` without positives.
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
 * A threshold a class.
 * @param probabilities `[cells, classes]`, row-major, 0..1, as predictions hold them
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
