/** The formulas of `test/golden/learning-torch.py`. */

/** sin(1.7 i + phase), i = 0..count - 1. */
export function wave(count: number, phase: number): Float64Array {
  return Float64Array.from({ length: count }, (_, index) => Math.sin(1.7 * index + phase));
}
