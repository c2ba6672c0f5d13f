/**
 * The constants of segmentation, in one place. Lengths are shares of the expected nucleus diameter, so that they hold
 * at every scale. They were chosen on 32 fluorescence images of nuclei (BBBC038) and three HPA tiles, one at a time, as
 * round numbers. Agreement with the references hardly depends on most of them. It does depend on `blur` and
 * `outlineLevel`: 0.03 and 0.4 instead cost 3 to 7 points of F1.
 */

export const nucleusTuning = {
  /**
   * Nucleus diameter at the working scale, px. With 30 to 60 px the results agree within two cells of 64; the time
   * grows with the square.
   */
  workingDiameter: 40,
  /** Standard deviation of the blur before anything else; chromatin texture is finer, outlines are coarser. */
  blur: 0.04,
  /** Side of the blocks whose low percentile is the background. Must be wider than a nucleus. */
  backgroundBlock: 3,
  /** That percentile, 0..1. */
  backgroundShare: 0.1,
  /** Side of the blocks that get a threshold of their own. */
  thresholdBlock: 2.5,
  /** Local thresholds stay between these multiples of the global one. */
  leastThreshold: 0.75,
  mostThreshold: 1.4,
  /** Blur of the grid of thresholds, in grid points. */
  thresholdBlur: 0.7,
  /**
   * A tile whose Otsu threshold has a lower separability has no nuclei: blurred noise, a normal distribution, has 0.64.
   */
  leastSeparability: 0.68,
  /** How much that bound falls for each 1 of nucleusSensitivity above 0.5, so that very dim tiles are tried as well. */
  separabilityPerSensitivity: 0.16,
  /**
   * Ratio of the thresholds at nucleusSensitivity 0 and 1. They are thresholds of square roots, so brightness changes
   * by the square of this.
   */
  thresholdRange: 4,
  /** Area of the largest hole that is filled, as a share of the diameter's square. */
  largestHole: 0.1,
  /** Radius of the disc that the mask is opened with. */
  opening: 0.06,
  /** Waist ratio above which nuclei are never split; parts that this split makes may be joined again. */
  firstSplit: 0.97,
  /** The ratio needed to join parts, at splitStrength 0.5 and for a union with the area of one expected nucleus. */
  joinRatio: 0.72,
  /** How much the needed ratio differs between splitStrength 0 and 1. */
  joinRatioPerStrength: 0.6,
  /** How much the needed ratio rises for each doubling of the union's area. */
  joinRatioPerDoubling: 0.2,
  /** Power of the brightness ratio of two parts; 0.6 would split the lobes of HPA nuclei. */
  stepPower: 0.3,
  /** The least seam ratio: a darker seam counts no more than this. */
  darkestSeam: 0.5,
  /** Parts smaller than this share of the expected area are no nuclei of their own. */
  crumb: 0.06,
  /** Such parts are joined when the ratio is at least this. */
  crumbJoinRatio: 0.3,
  /** The outline lies at this share of the nucleus's mean signal above the background. */
  outlineLevel: 0.5,
  /** How far the outline may move outwards. */
  outlineReach: 0.1,
  /** The smallest area of a nucleus that the border cuts is this times that of others. */
  borderAllowance: 0.5,
};

export const cellTuning = {
  /** Blur of the cell body before its mask is made; more blur would swell thin processes. */
  maskBlur: 0.02,
  /** Added before the logarithm, as a share of the 99.8th percentile: about the noise of a dim tile. */
  logOffset: 0.02,
  /** The edge of cells at cellSensitivity 0.5, as a share of Otsu's threshold of the logarithm. */
  maskLevel: 0.5,
  /** Ratio of that level at cellSensitivity 0 and 1. */
  maskLevelRange: 16,
  /** Radius of the disc that the mask is closed and opened with. */
  maskSmoothing: 0.05,
  /**
   * Blur of the brightness that costs are made of; microtubules and vesicles are finer, seams between cells coarser.
   */
  seamBlur: 0.03,
  /**
   * A pixel costs (typical brightness / its brightness) to this power, plus `evenCost`. Powers of 3 to 5 agree equally
   * well with the references at IoU 0.6; 4 agrees best at 0.75.
   */
  dimnessPower: 4,
  /** Makes distance count also where the cell is brightest. */
  evenCost: 0.03,
};
