import { readAttribute } from "./parse-image-series.ts";

/** A TIFF's XResolution (px a unit, null when absent) and ResolutionUnit (1 none, 2 inch, 3 cm; TIFF 6.0, section 8). */
export interface TiffResolution {
  readonly perUnit: number | null;
  readonly unit: number;
}

/** µm a unit of length. The micro sign comes as itself, as the Greek letter, escaped, or garbled by a wrong encoding. */
const micrometres: readonly (readonly [RegExp, number])[] = [
  [/^(?:um|microns?|micromet(?:er|re)s?|(?:[^\x20-\x7e]+|&#\w+;|\\u00b5|\\u03bc)m)$/i, 1],
  [/^nm$/i, 1e-3],
  [/^mm$/i, 1e3],
  [/^cm$/i, 1e4],
  [/^m$/i, 1e6],
  [/^inch(?:es)?$/i, 25_400],
];

/** A microscope's pixels measure this much, in µm; anything else is a printer's default, such as 72 dots an inch. */
const smallest = 0.01;
const largest = 10;

/**
 * Width of a pixel in µm by a TIFF's description and resolution: OME-XML's PhysicalSizeX (µm where no unit is told), else
 * ImageJ's unit, else the TIFF's own, with the resolution. null when it is not told or cannot be a microscope's.
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

/** `size` (µm a pixel) when it can be a microscope's, else null. */
export function plausibleSize(size: number): number | null {
  return size >= smallest && size <= largest ? size : null;
}
