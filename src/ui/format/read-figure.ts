/**
 * A figure as people type it: with a decimal point or comma, perhaps with its unit behind it. null for anything else,
 * also for figures with separators between thousands, which could mean either.
 */
export function readFigure(text: string, unit: string): number | null {
  const [, digits] = text.trim().match(/^(\d+(?:[.,]\d*)?|[.,]\d+)\s*(?:[^\d\s.,]{0,3})$/) ?? [];
  if (digits === undefined) return null;
  const behind = text
    .trim()
    .slice(digits.length)
    .trim()
    // The micro sign, the Greek letter, and the u that stands for either.
    .replace(/^[μu]m$/, "µm");
  return behind === "" || behind === unit ? Number(digits.replace(",", ".")) : null;
}
