/**
 * The shortest decimal that reads back as the same 32-bit float: never two texts for one value nor one text for two,
 * so that ranking by the text is ranking by the value. Six digits, as often advised, would tie confidences near 1.
 *
 * @param value finite; rounded to 32 bits first.
 */
export function shortestFloat(value: number): string {
  const single = Math.fround(value);
  // Nine significant digits tell all 32-bit floats apart (IEEE 754, 2^24 * 10^-9 < 1).
  for (let digits = 1; digits < 9; digits += 1) {
    const text = single.toPrecision(digits);
    if (Math.fround(Number(text)) === single) return String(Number(text));
  }
  return String(Number(single.toPrecision(9)));
}
