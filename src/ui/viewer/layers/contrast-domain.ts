/**
 * Right end of a contrast slider. Fluorescence fills the dark tenth of a 16-bit scale: a slider over all of it could not
 * be set finely, so it ends well above the brightest signal, at a round figure, and at the full scale at the latest.
 */
export function contrastDomain(automaticHigh: number, chosenHigh: number, fullScale: number): number {
  const wanted = Math.max(2.5 * automaticHigh, 1.25 * chosenHigh, 16);
  const step = 10 ** Math.max(0, Math.floor(Math.log10(wanted)) - 1);
  return Math.min(fullScale, Math.ceil(wanted / step) * step);
}
