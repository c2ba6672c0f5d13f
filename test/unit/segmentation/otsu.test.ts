import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { otsu } from "../../../src/segmentation/otsu.ts";

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

describe("otsu", () => {
  it("leaves as little variance within the two sides as the best of all cuts", () => {
    const values = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(values, (list) => {
        // With 0 and 256 among the values, bins are one unit wide.
        const all = [0, 256, ...list];
        const { threshold, separability } = otsu(Float32Array.from(all), null);
        const within = (cut: number): number =>
          variance(all.filter((value) => value < cut)) + variance(all.filter((value) => value >= cut));
        const cuts = all.filter((value) => value > 0);
        const best = Math.min(...cuts.map(within));
        // The last bin includes its upper end, so 255 and 256 share it.
        expect(within(threshold)).toBeLessThanOrEqual(best + 300);
        expect(separability).toBeGreaterThan(0);
        expect(separability).toBeLessThanOrEqual(1);
      }),
      { seed: 11 },
    );
  });

  it("cuts in the middle of an empty stretch", () => {
    const { threshold, separability } = otsu(Float32Array.from([10, 10, 10, 90, 90]), null);
    expect(threshold).toBeGreaterThan(45);
    expect(threshold).toBeLessThan(55);
    expect(separability).toBeCloseTo(1, 2);
  });

  it("has separability 0 for equal values and for no values", () => {
    expect(otsu(Float32Array.from([3, 3, 3]), null)).toEqual({ threshold: 3, separability: 0 });
    expect(otsu(new Float32Array(0), null).separability).toBe(0);
  });

  it("looks only at values inside of the mask", () => {
    const masked = otsu(Float32Array.from([0, 1, 1000, 8, 9]), Uint8Array.from([1, 1, 0, 1, 1]));
    expect(masked.threshold).toBeGreaterThan(1);
    expect(masked.threshold).toBeLessThan(8);
  });
});
