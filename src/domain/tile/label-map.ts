/**
 * An image of instances: 0 is background, 1..count are cells (or nuclei). A nucleus lies inside its cell and shares its
 * number. Segmentation numbers without gaps; maps that were imported or corrected may have some.
 */
export interface LabelMap {
  readonly width: number;
  readonly height: number;
  /** `[height, width]`, row-major, 0..count. */
  readonly labels: Uint16Array;
  /** The highest number in use. */
  readonly count: number;
}

/** The most instances that 16-bit labels can tell apart. */
export const mostInstances = 65_535;
