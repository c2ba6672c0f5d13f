/** What steers segmentation. The defaults suit HPA tiles (0.08 µm/px) and estimate the nucleus diameter. */
export interface SegmentationOptions {
  /** Expected nucleus diameter in px of the full-resolution tile, 4..1024; null estimates it from the blue channel. */
  readonly nucleusDiameter: number | null;
  /** 0..1: how readily touching nuclei are parted. 0 keeps lobed nuclei whole, 1 parts at the slightest waist. */
  readonly splitStrength: number;
  /** 0..1: how far cells reach into dim cytoplasm. 0.5 is the measured optimum, 0 keeps the bright core, 1 takes all above noise. */
  readonly cellSensitivity: number;
  /** Smallest nucleus that makes a cell, as a share of a disc with the expected diameter, 0..1. */
  readonly smallestArea: number;
}

export const defaultSegmentationOptions: SegmentationOptions = {
  nucleusDiameter: null,
  splitStrength: 0.5,
  cellSensitivity: 0.5,
  smallestArea: 0.07,
};
