type Colour = readonly [number, number, number];

/**
 * One colour per class. The colours differ from a dark image and from each other: they are bright and spread over the
 * hues. Related compartments, for instance Nucleoli and their fibrillar center, have similar hues but different
 * lightness.
 */
const nineteen: readonly Colour[] = [
  [77, 171, 247], // Nucleoplasm
  [34, 211, 238], // Nuclear membrane
  [151, 117, 250], // Nucleoli
  [208, 191, 255], // Nucleoli fibrillar center
  [99, 230, 190], // Nuclear speckles
  [18, 184, 134], // Nuclear bodies
  [255, 236, 153], // Endoplasmic reticulum
  [255, 169, 77], // Golgi apparatus
  [240, 101, 149], // Intermediate filaments
  [255, 107, 107], // Actin filaments
  [255, 168, 168], // Microtubules
  [218, 119, 242], // Mitotic spindle
  [247, 131, 172], // Centrosome
  [169, 227, 75], // Plasma membrane
  [255, 135, 66], // Mitochondria
  [224, 188, 140], // Aggresome
  [140, 233, 154], // Cytosol
  [252, 220, 60], // Vesicles and punctate cytosolic patterns
  [173, 181, 189], // Negative
];

/** The colour of cells without probabilities. */
export const unclassifiedColour: Colour = [222, 226, 230];

/** Returns a colour for every class index. Beyond the table, hues follow each other by the golden angle. */
export function classColour(index: number): Colour {
  const listed = nineteen[index];
  if (listed !== undefined) return listed;
  const hue = (index * 137.508) % 360;
  const channel = (offset: number) => {
    const k = (offset + hue / 30) % 12;
    return Math.round(255 * (0.72 - 0.28 * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}

export function cssColour([red, green, blue]: Colour): string {
  return `rgb(${red} ${green} ${blue})`;
}
