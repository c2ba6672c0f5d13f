import { agreementOf, type MaskAgreement } from "../domain/dataset/tile-mask.ts";
import type { LabelMap } from "../domain/tile/label-map.ts";
import { overlapMasks } from "./mask-overlaps.ts";

/**
 * Pairs predicted and true instances greedily by intersection over union: the best pair first, each instance once, as
 * long as the pair has at least `iou`. Only numbers that occur count, because maps may have gaps.
 *
 * @param iou 0..1.
 * @throws RangeError when the maps differ in size.
 */
export function matchMasks(predicted: LabelMap, truth: LabelMap, iou: number): MaskAgreement {
  return matchMasksAt(predicted, truth, [iou])[0]!;
}

/** The same as {@link matchMasks} for several thresholds, in one pass over the maps. */
export function matchMasksAt(predicted: LabelMap, truth: LabelMap, ious: readonly number[]): MaskAgreement[] {
  const { overlaps, foundAreas, realAreas } = overlapMasks(predicted, truth);
  const candidates = [...overlaps].sort((a, b) => b.iou - a.iou || a.found - b.found || a.real - b.real);
  const predictedTaken = new Set<number>();
  const trueTaken = new Set<number>();
  // The best pairs come first, so the pairs above a threshold do not depend on those below it.
  const matched: number[] = [];
  for (const { found, real, iou } of candidates) {
    if (predictedTaken.has(found) || trueTaken.has(real)) continue;
    predictedTaken.add(found);
    trueTaken.add(real);
    matched.push(iou);
  }
  const [foundCount, realCount] = [occurring(foundAreas), occurring(realAreas)];
  return ious.map((iou) => {
    const truePositives = matched.filter((value) => value >= iou).length;
    return agreementOf(iou, truePositives, foundCount - truePositives, realCount - truePositives);
  });
}

/** How many numbers have px. */
function occurring(areas: Uint32Array): number {
  return areas.reduce((count, area) => count + (area > 0 ? 1 : 0), 0);
}
