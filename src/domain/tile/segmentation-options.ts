/** What steers segmentation. The defaults suit HPA tiles (0.08 µm/px) and estimate the nucleus diameter. */
export interface SegmentationOptions {
  /** Expected nucleus diameter in px of the full-resolution tile, 4..1024; null estimates it from the blue channel. */
  readonly nucleusDiameter: number | null;
  /** The same in µm, 0.1..1000: wins over `nucleusDiameter` on every tile whose pixel size is known. See {@link inPixels}. */
  readonly nucleusMicrometres: number | null;
  /** 0..1: how readily touching nuclei are parted. 0 keeps lobed nuclei whole, 1 parts at the slightest waist. */
  readonly splitStrength: number;
  /** 0..1: how dim a nucleus may be. 0.5 is the measured optimum, 0 takes the brightest only, 1 all that stands out at all. */
  readonly nucleusSensitivity: number;
  /** 0..1: how far cells reach into dim cytoplasm. 0.5 is the measured optimum, 0 keeps the bright core, 1 takes all above noise. */
  readonly cellSensitivity: number;
  /** Smallest nucleus that makes a cell, as a share of a disc with the expected diameter, 0..1. */
  readonly smallestArea: number;
  /** `drop` leaves out cells whose nucleus the tile's border cuts; their neighbours do not grow into their place. */
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

/** Bounds of a nucleus diameter in px that segmentation accepts. */
export const diameterRange = { least: 4, most: 1024 } as const;

/**
 * The options with the diameter in px of one tile, as segmentation takes them.
 *
 * @param pixelSize µm a px of that tile; null when it is not known: then a diameter in µm cannot count and
 *   `nucleusDiameter` does.
 */
export function inPixels(options: SegmentationOptions, pixelSize: number | null): SegmentationOptions {
  if (options.nucleusMicrometres === null || pixelSize === null) return options;
  const diameter = options.nucleusMicrometres / pixelSize;
  return { ...options, nucleusDiameter: Math.max(diameterRange.least, Math.min(diameterRange.most, diameter)) };
}

export function sameSegmentation(a: SegmentationOptions, b: SegmentationOptions): boolean {
  const names = Object.keys(defaultSegmentationOptions) as (keyof SegmentationOptions)[];
  return names.every((name) => a[name] === b[name]);
}
