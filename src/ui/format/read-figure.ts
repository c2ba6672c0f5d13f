/**
 * Reads a number as people type it: with a decimal point or comma, with or without its unit behind it. Returns null for
 * anything else, also for a number that has both a point and a comma.
 */
export function readFigure(text: string, unit: string): number | null {
  const [, digits] = text.trim().match(/^(\d+(?:[.,]\d*)?|[.,]\d+)\s*(?:[^\d\s.,]{0,3})$/) ?? [];
  if (digits === undefined) return null;
  const behind = text
    .trim()
    .slice(digits.length)
    .trim()
    // µ can be typed as the micro sign, as the Greek letter, or as u.
    .replace(/^[μu]m$/, "µm");
  return behind === "" || behind === unit ? Number(digits.replace(",", ".")) : null;
}
