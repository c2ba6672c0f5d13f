/**
 * The constants of segmentation, in one place. Lengths are shares of the expected nucleus diameter, so that they hold
 * at every scale. They were chosen on 32 fluorescence images of nuclei (BBBC038) and three HPA tiles, one at a time, as
 * round numbers. Agreement hardly follows most of them; it does follow `blur` and `outlineLevel`, where 0.03 and 0.4
 * cost 3 to 7 points of F1.
 */

export const nucleusTuning = {
  /** px of a nucleus diameter at the working scale. 30 to 60 agree within two cells of 64; the cost grows by the square. */
  workingDiameter: 40,
  /** Blur before anything else; chromatin texture is finer, outlines are coarser. */
  blur: 0.04,
  /** Side of the blocks whose low percentile is the background. Must be wider than a nucleus. */
  backgroundBlock: 3,
  backgroundShare: 0.1,
  thresholdBlock: 2.5,
  /** Local thresholds stay between these multiples of the global one. */
  leastThreshold: 0.75,
  mostThreshold: 1.4,
  /** Blur of the grid of thresholds, in grid points. */
  thresholdBlur: 0.7,
  /** Otsu's separability below which there is nothing to part: a normal distribution (blurred noise) has 0.64. */
  leastSeparability: 0.68,
  /** A tile too dim for that bound is tried all the same when nucleusSensitivity is above 0.5: the bound's fall by 1 of it. */
  separabilityPerSensitivity: 0.16,
  /** Factor of the thresholds (of roots: its square in brightness) over the range of nucleusSensitivity. */
  thresholdRange: 4,
  /** px of a hole as a share of the diameter's square. */
  largestHole: 0.1,
  opening: 0.06,
  /** Waists shallower than this never part; what is parted here may be joined again. */
  firstSplit: 0.97,
  /** Joining of parts: the ratio needed at splitStrength 0.5 for a union of one expected nucleus ... */
  joinRatio: 0.72,
  /** ... its change over the range of splitStrength ... */
  joinRatioPerStrength: 0.6,
  /** ... and its rise for each doubling of the union's area. */
  joinRatioPerDoubling: 0.2,
  /** Power of the brightness ratio of two parts; 0.6 parts the lobes of HPA nuclei. */
  stepPower: 0.3,
  /** A dark seam counts, but never by more than this. */
  darkestSeam: 0.5,
  /** Parts smaller than this share of the expected area are no nuclei of their own and join at a ratio this low. */
  crumb: 0.06,
  crumbJoinRatio: 0.3,
  /** Outline at this share between background and the nucleus's mean. */
  outlineLevel: 0.5,
  /** How far the outline may move outwards. */
  outlineReach: 0.1,
  /** Nuclei cut by the border may be smaller, by this factor. */
  borderAllowance: 0.5,
};

export const cellTuning = {
  /** Blur of the cell body for its mask; more would swell thin processes. */
  maskBlur: 0.02,
  /** Added before the logarithm, in shares of the 99.8th percentile: about the noise of a dim tile. */
  logOffset: 0.02,
  /** Share of the Otsu threshold of the logarithm that is the cells' edge at cellSensitivity 0.5. */
  maskLevel: 0.5,
  /** Factor of that level over the range of cellSensitivity. */
  maskLevelRange: 16,
  /** Closing and opening of the mask. */
  maskSmoothing: 0.05,
  /** Blur of the brightness that costs are made of; microtubules and vesicles are finer, seams between cells coarser. */
  seamBlur: 0.03,
  /** Cost of a pixel: (typical / its brightness) to this power, plus `evenCost`. 3 to 5 agree alike at IoU 0.6, 4 best at 0.75. */
  dimnessPower: 4,
  /** So that in the brightest places distance still counts. */
  evenCost: 0.03,
};
