/**
 * A label map says which cell (or nucleus) each pixel belongs to: 0 is background, 1..count are the cells' numbers.
 * A nucleus lies inside its cell and has the cell's number. Segmentation numbers cells without gaps; imported and
 * corrected maps may have gaps.
 */
export interface LabelMap {
  /** px. */
  readonly width: number;
  /** px. */
  readonly height: number;
  /** `[height, width]`, row-major, 0..count. */
  readonly labels: Uint16Array;
  /** The highest number in use. */
  readonly count: number;
}

/** The most cells (or nuclei) that 16-bit labels can distinguish. */
export const mostInstances = 65_535;
