/** A class is never weighed up more than this: one in a hundred and rarer count alike. */
const heaviest = 10;

/**
 * Weight of each class's positives: the square root of its inverse frequency among the training cells, 1..10. The root is
 * the usual middle way between no weighting and full inverse frequency, which lets a handful of noisy labels rule the loss.
 * @param frequencies share of training cells with the class, 0..1; a class without positives gets 1.
 */
export function classWeights(frequencies: readonly number[]): number[] {
  return frequencies.map((frequency) => (frequency > 0 ? Math.min(heaviest, Math.sqrt(1 / frequency)) : 1));
}

/** Share of the examples that have each class; `targets` is a list of `[classes]`, 0 or 1. */
export function classFrequencies(targets: readonly ArrayLike<number>[], classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const row of targets) {
    for (let index = 0; index < classes; index += 1) counts[index] = (counts[index] ?? 0) + (row[index] ?? 0);
  }
  return counts.map((count) => (targets.length > 0 ? count / targets.length : 0));
}
