/**
 * Replaces the probability of `Negative` by the mean of itself and 1 minus the largest probability of the other
 * classes, as the best HPA solutions did. Changes the array in place.
 * @param probabilities `[cells, classes]`, 0..1
 * @param negative index of the class `Negative`. null changes nothing.
 */
export function blendNegative(probabilities: Float32Array, classes: number, negative: number | null): void {
  if (negative === null || classes < 2) return;
  for (let row = 0; row < probabilities.length; row += classes) {
    let highest = 0;
    for (let index = 0; index < classes; index += 1) {
      if (index !== negative) highest = Math.max(highest, probabilities[row + index]!);
    }
    probabilities[row + negative] = (probabilities[row + negative]! + 1 - highest) / 2;
  }
}
