import { columnOf, targetsOf } from "./class-columns.ts";
import { fitTemperature } from "./fit-temperature.ts";

/**
 * Half of the step between 32-bit floats just below 1. The logit of a probability that is nearer to 0 or 1 means
 * nothing.
 */
const nearest = 6e-8;

function logitOf(probability: number): number {
  const inside = Math.min(1 - nearest, Math.max(nearest, probability));
  return Math.log(inside / (1 - inside));
}

/**
 * Fits one temperature for each class on validation cells.
 *
 * @param probabilities `[cells, classes]`, row-major, 0..1, as the network gives them.
 * @param targets for each cell, `[classes]` of 0 and 1.
 */
export function fitTemperatures(
  probabilities: Float32Array,
  targets: readonly ArrayLike<number>[],
  classes: number,
): number[] {
  return Array.from({ length: classes }, (_, index) =>
    fitTemperature(Float64Array.from(columnOf(probabilities, classes, index), logitOf), targetsOf(targets, index)),
  );
}

/**
 * Divides the logits of probabilities by their class's temperature, in place. Within a class the ranking of the cells
 * stays the same.
 *
 * @param probabilities `[cells, classes]`, row-major, 0..1.
 * @param temperatures `[classes]`.
 */
export function applyTemperatures(probabilities: Float32Array, temperatures: readonly number[]): void {
  const classes = temperatures.length;
  for (let index = 0; index < classes; index += 1) {
    const temperature = temperatures[index]!;
    if (temperature === 1) continue;
    for (let at = index; at < probabilities.length; at += classes) {
      probabilities[at] = 1 / (1 + Math.exp(-logitOf(probabilities[at]!) / temperature));
    }
  }
}
