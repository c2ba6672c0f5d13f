/**
 * Blends what the network says of `Negative` with what it says of the other classes: the mean of the head's own probability
 * and 1 - max of the others, as the best HPA solutions did. In place.
 * @param probabilities `[cells, classes]`, 0..1
 * @param negative the class's index; null leaves all as it is
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
