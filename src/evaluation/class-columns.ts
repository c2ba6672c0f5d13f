/** One class's scores out of `[cells, classes]`, row-major: `[cells]`. */
export function columnOf(scores: Float32Array, classes: number, index: number): Float32Array {
  return Float32Array.from({ length: scores.length / classes }, (_, cell) => scores[cell * classes + index]!);
}

/** One class's targets, 1 where the cell carries the label: `[cells]`. */
export function targetsOf(targets: readonly ArrayLike<number>[], index: number): Uint8Array {
  return Uint8Array.from(targets, (row) => (row[index]! > 0 ? 1 : 0));
}
