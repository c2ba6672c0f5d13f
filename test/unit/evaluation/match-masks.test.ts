import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LabelMap } from "../../../src/domain/tile/label-map.ts";
import { matchMasks, matchMasksAt } from "../../../src/evaluation/match-masks.ts";

function map(width: number, labels: readonly number[]): LabelMap {
  return { width, height: labels.length / width, labels: Uint16Array.from(labels), count: Math.max(0, ...labels) };
}

/** The same greedy matching in the slow and plain way: it looks at every pair again for every match. */
function bruteForce(predicted: LabelMap, truth: LabelMap, iou: number): number {
  const pixels = (labels: LabelMap, label: number): Set<number> =>
    new Set([...labels.labels.keys()].filter((pixel) => labels.labels[pixel] === label));
  const open = { predicted: new Set<number>(), truth: new Set<number>() };
  for (let label = 1; label <= predicted.count; label++) open.predicted.add(label);
  for (let label = 1; label <= truth.count; label++) open.truth.add(label);
  for (let matches = 0; ; matches++) {
    let best = 0;
    let pair: [number, number] | null = null;
    for (const one of open.predicted) {
      for (const two of open.truth) {
        const a = pixels(predicted, one);
        const b = pixels(truth, two);
        const overlap = [...a].filter((pixel) => b.has(pixel)).length;
        const value = overlap / (a.size + b.size - overlap);
        if (overlap > 0 && value >= iou && value > best) {
          best = value;
          pair = [one, two];
        }
      }
    }
    if (pair === null) return matches;
    open.predicted.delete(pair[0]);
    open.truth.delete(pair[1]);
  }
}

describe("matchMasks", () => {
  it("counts the same as brute force", () => {
    const labels = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(labels, labels, fc.constantFrom(0.1, 0.25, 0.5, 0.6, 0.75), (one, two, iou) => {
        const [predicted, truth] = [map(6, one), map(6, two)];
        const matched = bruteForce(predicted, truth, iou);
        const result = matchMasks(predicted, truth, iou);
        expect(result.truePositives).toBe(matched);
        const all = new Set(one.filter((label) => label > 0)).size + new Set(two.filter((label) => label > 0)).size;
        expect(result.falsePositives + result.falseNegatives).toBe(all - 2 * matched);
        expect(result.f1).toBeCloseTo(all === 0 ? 1 : (2 * matched) / all, 12);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("matches a true instance with one prediction only", () => {
    const result = matchMasks(map(4, [1, 1, 2, 2]), map(4, [1, 1, 1, 1]), 0.5);
    expect(result).toEqual({ iou: 0.5, truePositives: 1, falsePositives: 1, falseNegatives: 0, f1: 2 / 3 });
  });

  it("counts an IoU that equals the threshold", () => {
    expect(matchMasks(map(5, [1, 1, 1, 0, 0]), map(5, [1, 1, 1, 1, 1]), 0.6).truePositives).toBe(1);
  });

  it("gives full agreement for two empty maps, and refuses maps of different size", () => {
    expect(matchMasks(map(2, [0, 0]), map(2, [0, 0]), 0.5).f1).toBe(1);
    expect(() => matchMasks(map(2, [0, 0]), map(1, [0, 0]), 0.5)).toThrow(RangeError);
  });

  it("counts only numbers that occur", () => {
    const result = matchMasks(map(6, [0, 9, 9, 0, 4, 4]), map(6, [0, 30, 30, 0, 0, 7]), 0.6);
    expect(result).toMatchObject({ truePositives: 1, falsePositives: 1, falseNegatives: 1, f1: 0.5 });
  });

  it("gives the same for several thresholds in one pass as for each alone", () => {
    const labels = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 30, maxLength: 30 });
    fc.assert(
      fc.property(labels, labels, (a, b) => {
        const [predicted, truth] = [map(6, a), map(6, b)];
        const ious = [0.5, 0.6, 0.75];
        expect(matchMasksAt(predicted, truth, ious)).toEqual(ious.map((iou) => matchMasks(predicted, truth, iou)));
      }),
      { seed: 1 },
    );
  });
});
