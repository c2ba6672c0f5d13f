import type { Figure, Interval } from "../../domain/localisation/evaluation.ts";

/** A share or score with three decimals; "none" where it is not defined. */
export function formatFigure(value: number | null | undefined): string {
  return value === null || value === undefined ? "none" : value.toFixed(3);
}

/** Formats an interval: `0.31–0.55`. Without an interval the text is empty. */
export function formatInterval(interval: Interval | null | undefined): string {
  return interval ? `${interval.low.toFixed(2)}–${interval.high.toFixed(2)}` : "";
}

/** Formats a figure with its interval: `0.412 (0.31–0.55)`. */
export function formatWithInterval(figure: Figure | null): string {
  const interval = formatInterval(figure?.interval);
  return `${formatFigure(figure?.value)}${interval === "" ? "" : ` (${interval})`}`;
}
