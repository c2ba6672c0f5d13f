import type { LabelMap } from "../domain/tile/label-map.ts";

/** Instances of two label maps of one tile that share px. */
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
  /** px of each instance, by number; 0 for numbers that do not occur and for the background. */
  readonly foundAreas: Uint32Array;
  readonly realAreas: Uint32Array;
}

/**
 * Counts how instances of two maps overlap, in one pass.
 * @throws RangeError when the maps differ in size.
 */
export function overlapMasks(found: LabelMap, real: LabelMap): MaskOverlaps {
  if (found.width !== real.width || found.height !== real.height) {
    throw new RangeError("Label maps of different size cannot be matched.");
  }
  const foundAreas = new Uint32Array(found.count + 1);
  const realAreas = new Uint32Array(real.count + 1);
  const shared = new Map<number, number>();
  const stride = real.count + 1;
  // Runs of equal pairs are counted before they touch the map: neighbouring pixels mostly are in the same pair.
  let run = 0;
  let pair = 0;
  for (let index = 0; index <= found.labels.length; index++) {
    const inside = index < found.labels.length;
    const here = (inside ? found.labels[index]! : -1) * stride + (inside ? real.labels[index]! : -1);
    if (here !== pair || !inside) {
      if (run > 0) {
        const [before, other] = [Math.floor(pair / stride), pair % stride];
        foundAreas[before]! += run;
        realAreas[other]! += run;
        if (before > 0 && other > 0) shared.set(pair, (shared.get(pair) ?? 0) + run);
      }
      pair = here;
      run = 0;
    }
    run++;
  }
  const overlaps = [...shared].map(([key, px]) => {
    const [before, other] = [Math.floor(key / stride), key % stride];
    const union = foundAreas[before]! + realAreas[other]! - px;
    return { found: before, real: other, iou: px / union };
  });
  foundAreas[0] = 0;
  realAreas[0] = 0;
  return { overlaps, foundAreas, realAreas };
}
