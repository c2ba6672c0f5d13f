/**
 * Formats a length in px, and in µm if the pixel size is known: `219 px (17.5 µm)`.
 * @param pixelSize µm per px; null when it is not known.
 */
export function formatLength(px: number, pixelSize: number | null): string {
  const whole = `${Math.round(px).toLocaleString("en")} px`;
  return pixelSize === null ? whole : `${whole} (${Number((px * pixelSize).toPrecision(3))} µm)`;
}
