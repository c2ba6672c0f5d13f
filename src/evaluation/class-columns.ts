/**
 * The scores of one class.
 *
 * @param scores `[cells, classes]`, row-major.
 * @returns `[cells]`.
 */
export function columnOf(scores: Float32Array, classes: number, index: number): Float32Array {
  return Float32Array.from({ length: scores.length / classes }, (_, cell) => scores[cell * classes + index]!);
}

/** @returns `[cells]`: 1 for cells that have the label, else 0. */
export function targetsOf(targets: readonly ArrayLike<number>[], index: number): Uint8Array {
  return Uint8Array.from(targets, (row) => (row[index]! > 0 ? 1 : 0));
}
