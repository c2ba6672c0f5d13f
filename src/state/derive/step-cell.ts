/**
 * Returns the cell after or before `from` in `numbers`, which are ascending. It goes round at the ends, and starts at
 * an end when `from` is not in `numbers`. Returns null when there are no cells.
 */
export function stepCell(numbers: readonly number[], from: number | null, step: 1 | -1): number | null {
  if (numbers.length === 0) return null;
  const at = from === null ? -1 : numbers.indexOf(from);
  if (at < 0) return (step > 0 ? numbers[0] : numbers[numbers.length - 1]) ?? null;
  return numbers[(at + step + numbers.length) % numbers.length] ?? null;
}
