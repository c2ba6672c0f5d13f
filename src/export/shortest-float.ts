/**
 * The shortest decimal number that reads back as the same 32-bit float. Each value has exactly one text, and different
 * values have different texts, so ranking by text is the same as ranking by value. Six digits, as often advised, would
 * make different confidences near 1 equal.
 *
 * @param value finite; rounded to 32 bits first.
 */
export function shortestFloat(value: number): string {
  const single = Math.fround(value);
  // Nine significant digits are enough to tell all 32-bit floats apart (IEEE 754, 2^24 * 10^-9 < 1).
  for (let digits = 1; digits < 9; digits += 1) {
    const text = single.toPrecision(digits);
    if (Math.fround(Number(text)) === single) return String(Number(text));
  }
  return String(Number(single.toPrecision(9)));
}
