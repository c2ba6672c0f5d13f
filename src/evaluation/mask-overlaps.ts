import type { LabelMap } from "../domain/tile/label-map.ts";
import { countOverlaps } from "../imaging/count-overlaps.ts";

/** An instance of one label map and an instance of another map of the same tile that share px. */
export interface MaskOverlap {
  /** Number in the first map. */
  readonly found: number;
  /** Number in the second map. */
  readonly real: number;
  /** Intersection over union, above 0 and up to 1. */
  readonly iou: number;
}

export interface MaskOverlaps {
  readonly overlaps: readonly MaskOverlap[];
  /** `[found.count + 1]`: px of each instance; 0 for numbers that do not occur and for the background. */
  readonly foundAreas: Uint32Array;
  /** `[real.count + 1]`: the same of the second map. */
  readonly realAreas: Uint32Array;
}

/**
 * Says how much instances of two maps overlap.
 *
 * @throws RangeError when the maps differ in size.
 */
export function overlapMasks(found: LabelMap, real: LabelMap): MaskOverlaps {
  const { overlaps, firstAreas, secondAreas } = countOverlaps(found, real);
  return {
    overlaps: overlaps.map(({ first, second, area }) => ({
      found: first,
      real: second,
      iou: area / (firstAreas[first]! + secondAreas[second]! - area),
    })),
    foundAreas: firstAreas,
    realAreas: secondAreas,
  };
}
