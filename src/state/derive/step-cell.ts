/** The cell a step before or after `from` among `numbers` (ascending), going round at the ends; null without cells. */
export function stepCell(numbers: readonly number[], from: number | null, step: 1 | -1): number | null {
  if (numbers.length === 0) return null;
  const at = from === null ? -1 : numbers.indexOf(from);
  if (at < 0) return (step > 0 ? numbers[0] : numbers[numbers.length - 1]) ?? null;
  return numbers[(at + step + numbers.length) % numbers.length] ?? null;
}
