/**
 * The right end of a contrast slider, as a sample value. Fluorescence fills the dark tenth of a 16-bit scale, and a
 * slider over the whole scale could not be set finely. So the slider ends at a round number well above the brightest
 * signal, and never above the full scale.
 */
export function contrastDomain(automaticHigh: number, chosenHigh: number, fullScale: number): number {
  const wanted = Math.max(2.5 * automaticHigh, 1.25 * chosenHigh, 16);
  const step = 10 ** Math.max(0, Math.floor(Math.log10(wanted)) - 1);
  return Math.min(fullScale, Math.ceil(wanted / step) * step);
}
