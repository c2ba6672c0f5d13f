import { readAttribute } from "./parse-image-series.ts";

/** The resolution of a TIFF (TIFF 6.0, section 8). */
export interface TiffResolution {
  /** XResolution: pixels for each unit; null when it is absent. */
  readonly perUnit: number | null;
  /** ResolutionUnit: 1 none, 2 inch, 3 cm. */
  readonly unit: number;
}

/**
 * The names of units of length, and their size in µm. The micro sign may be itself, the Greek letter, escaped, or
 * garbled by a wrong encoding.
 */
const micrometres: readonly (readonly [RegExp, number])[] = [
  [/^(?:um|microns?|micromet(?:er|re)s?|(?:[^\x20-\x7e]+|&#\w+;|\\u00b5|\\u03bc)m)$/i, 1],
  [/^nm$/i, 1e-3],
  [/^mm$/i, 1e3],
  [/^cm$/i, 1e4],
  [/^m$/i, 1e6],
  [/^inch(?:es)?$/i, 25_400],
];

/** The range of a microscope's pixel size in µm. Other sizes are a printer's default, such as 72 dots per inch. */
const smallest = 0.01;
const largest = 10;

/**
 * Computes the width of a pixel in µm from a TIFF's description and resolution. It takes
 * PhysicalSizeX from OME-XML, in µm when no unit is given. Without OME-XML it takes the resolution,
 * with ImageJ's unit or else the TIFF's own.
 * @returns null when the size is not given, and when it cannot be a microscope's.
 */
export function parsePixelSize(description: string, { perUnit, unit }: TiffResolution): number | null {
  const pixels = /<(?:\w+:)?Pixels\b[^>]*>/.exec(description)?.[0];
  if (pixels !== undefined) {
    const size = Number(readAttribute(pixels, "PhysicalSizeX") ?? Number.NaN);
    return plausibleSize(size * unitSize(readAttribute(pixels, "PhysicalSizeXUnit") ?? "um"));
  }
  const named = /^unit=(.*)$/m.exec(description)?.[1]?.trim();
  const size = named === undefined ? ({ 2: 25_400, 3: 1e4 }[unit] ?? Number.NaN) : unitSize(named);
  return plausibleSize(size / (perUnit ?? Number.NaN));
}

function unitSize(name: string): number {
  return micrometres.find(([pattern]) => pattern.test(name))?.[1] ?? Number.NaN;
}

/** Returns `size` (width of a pixel in µm) when it can be a microscope's, and null otherwise. */
export function plausibleSize(size: number): number | null {
  return size >= smallest && size <= largest ? size : null;
}
