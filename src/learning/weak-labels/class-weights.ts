/** Largest weight. All classes that one cell in a hundred or fewer have get this weight. */
const heaviest = 10;

/**
 * Computes the weight of each class's positives: the square root of its inverse frequency among the training cells,
 * 1..10. The root is the usual compromise between no weights and the full inverse frequency. With the full inverse
 * frequency, a few noisy labels would dominate the loss.
 * @param frequencies share of training cells that have the class, 0..1. A class without positives gets weight 1.
 */
export function classWeights(frequencies: readonly number[]): number[] {
  return frequencies.map((frequency) => (frequency > 0 ? Math.min(heaviest, Math.sqrt(1 / frequency)) : 1));
}

/**
 * Computes the share of the examples that have each class.
 * @param targets `[classes]` for each example, 0 or 1
 */
export function classFrequencies(targets: readonly ArrayLike<number>[], classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const row of targets) {
    for (let index = 0; index < classes; index += 1) counts[index] = (counts[index] ?? 0) + (row[index] ?? 0);
  }
  return counts.map((count) => (targets.length > 0 ? count / targets.length : 0));
}
