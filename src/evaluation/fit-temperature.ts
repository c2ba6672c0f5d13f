/** With fewer positives or negatives than this a temperature cannot be fitted; then it is 1. */
const fewest = 10;

/**
 * Temperatures stay in this range. If the validation cells happen to be ranked without a mistake, the likelihood grows
 * without limit as the temperature falls, and all probabilities would become 0 or 1.
 */
export const temperatureRange = { min: 0.2, max: 5 } as const;

/** Newton's method needs 5 to 8 steps; bisection alone would reduce the range to 1e-12 in 43 steps. */
const mostSteps = 60;

/**
 * Fits the temperature T of one class (Guo et al. 2017, "On Calibration of Modern Neural Networks", section 4.2, for a
 * sigmoid). Dividing the logits by T makes the labels most likely. With a = 1 / T the negative log-likelihood Σ
 * softplus(a z) - y a z is convex, so its derivative Σ z (σ(a z) - y) has one root. It is found by Newton's method,
 * with bisection when a step would leave the bracket.
 *
 * @param logits `[cells]`, as the network gives them.
 * @param targets `[cells]`, above 0 for positives.
 * @returns within `temperatureRange`; 1 when there are too few positives or negatives.
 */
export function fitTemperature(logits: ArrayLike<number>, targets: ArrayLike<number>): number {
  let positives = 0;
  for (let index = 0; index < targets.length; index += 1) if (targets[index]! > 0) positives += 1;
  if (positives < fewest || targets.length - positives < fewest) return 1;

  /** First and second derivative with respect to a. */
  const slopeAt = (a: number): [number, number] => {
    let [first, second] = [0, 0];
    for (let index = 0; index < logits.length; index += 1) {
      const z = logits[index]!;
      const p = 1 / (1 + Math.exp(-a * z));
      first += z * (p - (targets[index]! > 0 ? 1 : 0));
      second += z * z * p * (1 - p);
    }
    return [first, second];
  };

  let [low, high] = [1 / temperatureRange.max, 1 / temperatureRange.min];
  if (slopeAt(low)[0] >= 0) return temperatureRange.max;
  if (slopeAt(high)[0] <= 0) return temperatureRange.min;
  let a = 1;
  for (let step = 0; step < mostSteps && high - low > 1e-12; step += 1) {
    const [first, second] = slopeAt(a);
    if (first === 0) break;
    if (first > 0) high = a;
    else low = a;
    const next = a - first / second;
    const moved = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(moved - a) < 1e-12) break;
    a = moved;
  }
  return 1 / a;
}
