import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contrastRange, floatPercentiles, percentiles } from "../../../src/imaging/normalise.ts";

/** The nearest-rank percentile, by sorting. */
function sorted(values: readonly number[], share: number): number {
  const ordered = [...values].sort((a, b) => a - b);
  return ordered[Math.max(1, Math.ceil(share * values.length)) - 1]!;
}

describe("percentiles", () => {
  it("are exact for 8 bits and within 16 units for 16 bits", () => {
    const lists = fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(lists, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
        const bytes = values.map((value) => value >> 8);
        expect(percentiles(Uint8Array.from(bytes), [share])[0]).toBe(sorted(bytes, share));
        const [wide = -1] = percentiles(Uint16Array.from(values), [share]);
        expect(wide).toBe(sorted(values, share) & ~15);
      }),
      { seed: 4 },
    );
  });

  it("of many samples are close when only a part of them is looked at", () => {
    const samples = Uint8Array.from({ length: 2_000_000 }, (_, index) => (index * 7919) % 251);
    const [middle = 0] = percentiles(samples, [0.5]);
    expect(Math.abs(middle - 125)).toBeLessThanOrEqual(1);
  });
});

describe("floatPercentiles", () => {
  it("differ from sorting by a bin at most, for few values and for many", () => {
    for (const length of [1, 50, 5000]) {
      const values = Float32Array.from({ length }, (_, index) => Math.sin(index * 12.9898) * 40 + 3);
      for (const share of [0, 0.01, 0.5, 0.998, 1]) {
        const [found = Number.NaN] = floatPercentiles(values, [share]);
        expect(Math.abs(found - sorted([...values], share))).toBeLessThanOrEqual(80 / 4095 + 1e-3);
      }
    }
    expect(floatPercentiles(new Float32Array(0), [0.5])).toEqual([0]);
    expect(floatPercentiles(new Float32Array(3000).fill(2), [0.1, 0.9])).toEqual([2, 2]);
  });
});

describe("contrastRange", () => {
  it("spans the samples except the few brightest", () => {
    const samples = new Uint16Array(10_000).map((_, index) => (index < 5 ? 65_535 : 1000 + index));
    const [low, high] = contrastRange(samples);
    expect(low).toBeGreaterThan(1050);
    expect(low).toBeLessThan(1150);
    expect(high).toBeGreaterThan(10_900);
    expect(high).toBeLessThan(11_000);
  });

  it("is never empty", () => {
    const [low, high] = contrastRange(new Uint8Array(100).fill(7));
    expect(high).toBeGreaterThan(low);
  });
});
