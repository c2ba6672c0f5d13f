import { columnOf, targetsOf } from "./class-columns.ts";
import { fitTemperature } from "./fit-temperature.ts";

/** Half of what 32 bits tell apart below 1: a probability nearer to 0 or 1 has no logit that means anything. */
const nearest = 6e-8;

function logitOf(probability: number): number {
  const inside = Math.min(1 - nearest, Math.max(nearest, probability));
  return Math.log(inside / (1 - inside));
}

/**
 * A temperature a class, fitted on validation cells.
 * @param probabilities `[cells, classes]`, row-major, 0..1, as the network gives them
 * @param targets one `[classes]` of 0 and 1 a cell
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
 * Divides the logits of probabilities by their class's temperature, in place. The order of the cells within a class stays.
 * @param probabilities `[cells, classes]`, row-major, 0..1
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
