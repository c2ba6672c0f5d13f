import type { LabelMap } from "../domain/label-map.ts";
import { agreementOf, type MaskAgreement } from "../domain/tile-mask.ts";

/**
 * Pairs predicted with true instances greedily by intersection over union, best first, each instance once, down to `iou`.
 * Only numbers that occur count: maps may have gaps.
 *
 * @param iou 0..1, inclusive.
 * @throws RangeError when the maps differ in size.
 */
export function matchMasks(predicted: LabelMap, truth: LabelMap, iou: number): MaskAgreement {
  return matchMasksAt(predicted, truth, [iou])[0] as MaskAgreement;
}

/** {@link matchMasks} at several thresholds, in one pass over the maps. */
export function matchMasksAt(predicted: LabelMap, truth: LabelMap, ious: readonly number[]): MaskAgreement[] {
  if (predicted.width !== truth.width || predicted.height !== truth.height) {
    throw new RangeError("Label maps of different size cannot be matched.");
  }
  const predictedAreas = new Uint32Array(predicted.count + 1);
  const trueAreas = new Uint32Array(truth.count + 1);
  const overlaps = new Map<number, number>();
  const stride = truth.count + 1;
  // Runs of equal pairs are counted before they touch the map: neighbouring pixels mostly are in the same pair.
  let run = 0;
  let pair = 0;
  for (let index = 0; index <= predicted.labels.length; index++) {
    const inside = index < predicted.labels.length;
    const found = inside ? (predicted.labels[index] as number) : -1;
    const real = inside ? (truth.labels[index] as number) : -1;
    const here = found * stride + real;
    if (here !== pair || !inside) {
      if (run > 0) {
        const before = Math.floor(pair / stride);
        const other = pair % stride;
        predictedAreas[before] = (predictedAreas[before] as number) + run;
        trueAreas[other] = (trueAreas[other] as number) + run;
        if (before > 0 && other > 0) overlaps.set(pair, (overlaps.get(pair) ?? 0) + run);
      }
      pair = here;
      run = 0;
    }
    run++;
  }
  const candidates = [...overlaps].map(([key, overlap]) => {
    const found = Math.floor(key / stride);
    const real = key % stride;
    const union = (predictedAreas[found] as number) + (trueAreas[real] as number) - overlap;
    return { found, real, value: overlap / union };
  });
  candidates.sort((a, b) => b.value - a.value || a.found - b.found || a.real - b.real);
  const predictedTaken = new Set<number>();
  const trueTaken = new Set<number>();
  // Best first: what is paired above a threshold does not depend on the pairs below it.
  const matched: number[] = [];
  for (const { found, real, value } of candidates) {
    if (predictedTaken.has(found) || trueTaken.has(real)) continue;
    predictedTaken.add(found);
    trueTaken.add(real);
    matched.push(value);
  }
  const [foundCount, realCount] = [occurring(predictedAreas), occurring(trueAreas)];
  return ious.map((iou) => {
    const truePositives = matched.filter((value) => value >= iou).length;
    return agreementOf(iou, truePositives, foundCount - truePositives, realCount - truePositives);
  });
}

/** Numbers with px, the background left out. */
function occurring(areas: Uint32Array): number {
  return areas.reduce((count, area, label) => count + (label > 0 && area > 0 ? 1 : 0), 0);
}
