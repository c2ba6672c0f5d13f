/**
 * An image of instances: 0 is background, 1..count are cells (or nuclei), without gaps.
 * A nucleus and its cell share the number.
 */
export interface LabelMap {
  readonly width: number;
  readonly height: number;
  /** `[height, width]`, row-major, 0..count. */
  readonly labels: Uint16Array;
  readonly count: number;
}

/** The most instances that 16-bit labels can tell apart. */
export const mostInstances = 65_535;
