import type { LabelMap } from "../domain/label-map.ts";

/** Agreement of two label maps at one IoU threshold. */
export interface MaskMatch {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  /** 2 TP / (2 TP + FP + FN), 0..1; 1 when both maps are empty. */
  readonly f1: number;
}

/**
 * Pairs predicted with true instances greedily by intersection over union, best first, each instance once, down to `iou`.
 *
 * @param iou 0..1, inclusive.
 * @throws RangeError when the maps differ in size.
 */
export function matchMasks(predicted: LabelMap, truth: LabelMap, iou: number): MaskMatch {
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
  for (const { found, real, value } of candidates) {
    if (value < iou) break;
    if (predictedTaken.has(found) || trueTaken.has(real)) continue;
    predictedTaken.add(found);
    trueTaken.add(real);
  }
  const truePositives = trueTaken.size;
  const falsePositives = predicted.count - truePositives;
  const falseNegatives = truth.count - truePositives;
  const judged = 2 * truePositives + falsePositives + falseNegatives;
  return { truePositives, falsePositives, falseNegatives, f1: judged === 0 ? 1 : (2 * truePositives) / judged };
}
