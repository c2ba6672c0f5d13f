/** The settings of segmentation. The defaults suit HPA tiles (0.08 µm a pixel) and estimate the nucleus diameter. */
export interface SegmentationOptions {
  /**
   * Expected nucleus diameter in px of the full-resolution tile, 4..1024. Null means that it is
   * estimated from the blue channel.
   */
  readonly nucleusDiameter: number | null;
  /**
   * Expected nucleus diameter in µm, 0.1..1000. It replaces `nucleusDiameter` on every tile whose pixel size is
   * known (see {@link inPixels}). Null means that it is not given.
   */
  readonly nucleusMicrometres: number | null;
  /** How readily touching nuclei are split, 0..1. 0 keeps lobed nuclei whole; 1 splits at the slightest waist. */
  readonly splitStrength: number;
  /**
   * How dim a nucleus may be, 0..1. 0 takes only the brightest; 0.5 is the measured optimum; 1 takes everything
   * that stands out at all.
   */
  readonly nucleusSensitivity: number;
  /**
   * How far cells reach into dim cytoplasm, 0..1. 0 keeps only the bright core; 0.5 is the measured optimum; 1 takes
   * everything above the noise.
   */
  readonly cellSensitivity: number;
  /** Area of the smallest nucleus that makes a cell, as a share of a disc with the expected diameter, 0..1. */
  readonly smallestArea: number;
  /**
   * `drop` leaves out cells whose nucleus is cut by the tile's border. Their neighbours do
   * not grow into their place.
   */
  readonly borderCells: "keep" | "drop";
}

export const defaultSegmentationOptions: SegmentationOptions = {
  nucleusDiameter: null,
  nucleusMicrometres: null,
  splitStrength: 0.5,
  nucleusSensitivity: 0.5,
  cellSensitivity: 0.5,
  smallestArea: 0.07,
  borderCells: "keep",
};

/** The smallest and the largest nucleus diameter that segmentation accepts, in px. */
export const diameterRange = { least: 4, most: 1024 } as const;

/**
 * The options for one tile, with `nucleusMicrometres` converted to a `nucleusDiameter` in px. Segmentation reads
 * only the latter.
 *
 * @param pixelSize width of the tile's pixels in µm. Null means that it is not known; then a diameter in µm cannot be
 *   converted, and `nucleusDiameter` stays as it is.
 */
export function inPixels(options: SegmentationOptions, pixelSize: number | null): SegmentationOptions {
  if (options.nucleusMicrometres === null || pixelSize === null) return options;
  const diameter = options.nucleusMicrometres / pixelSize;
  return { ...options, nucleusDiameter: Math.max(diameterRange.least, Math.min(diameterRange.most, diameter)) };
}

/** Whether two sets of options are equal in every field. */
export function sameSegmentation(a: SegmentationOptions, b: SegmentationOptions): boolean {
  const names = Object.keys(defaultSegmentationOptions) as (keyof SegmentationOptions)[];
  return names.every((name) => a[name] === b[name]);
}
