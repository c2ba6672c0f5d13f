const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** Formats a whole number with a comma between thousands. */
export function formatWhole(value: number): string {
  return whole.format(value);
}

/** `1 cell`, `2 cells`. */
export function formatCount(count: number, noun: string): string {
  return `${whole.format(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** A share or score with three decimals; an em dash where it is not defined. */
export function formatScore(value: number | null): string {
  return value === null || !Number.isFinite(value) ? "—" : value.toFixed(3);
}

/** Formats a sample value in few characters: `180`, `7.2k`, `65k`. */
export function formatSample(value: number): string {
  if (value < 1000) return whole.format(value);
  const thousands = value / 1000;
  return `${thousands.toFixed(thousands < 9.95 ? 1 : 0)}k`;
}
