import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeResampler } from "../../../src/imaging/resample.ts";

const plane = Uint8Array.from({ length: 9 * 7 }, (_, pixel) => (pixel * 37) % 251);
const at = (x: number, y: number): number => (x < 0 || y < 0 || x >= 9 || y >= 7 ? 0 : plane[y * 9 + x]!);

function resampled(left: number, top: number, side: number, size: number): Float32Array {
  const out = new Float32Array(size * size);
  makeResampler(9, 7, { left, top, width: side, height: side }, size, size).resample(plane, out, null, 0);
  return out;
}

describe("makeResampler", () => {
  it("averages areas when it shrinks, like fine sampling of each output pixel", () => {
    const fine = 40;
    const windows = fc.record({
      left: fc.double({ min: -4, max: 8, noNaN: true }),
      top: fc.double({ min: -4, max: 6, noNaN: true }),
      size: fc.integer({ min: 1, max: 5 }),
      scale: fc.double({ min: 1.001, max: 4, noNaN: true }),
    });
    fc.assert(
      fc.property(windows, ({ left, top, size, scale }) => {
        resampled(left, top, size * scale, size).forEach((value, index) => {
          let sum = 0;
          for (let v = 0; v < fine; v++) {
            for (let u = 0; u < fine; u++) {
              const x = left + ((index % size) + (u + 0.5) / fine) * scale;
              const y = top + (Math.floor(index / size) + (v + 0.5) / fine) * scale;
              sum += at(Math.floor(x), Math.floor(y));
            }
          }
          expect(Math.abs(value - sum / fine ** 2)).toBeLessThan(20);
        });
      }),
      { seed: 8, numRuns: 60 },
    );
  });

  it("is bilinear when it enlarges, with 0 outside of the plane", () => {
    const windows = fc.record({
      left: fc.double({ min: -3, max: 8, noNaN: true }),
      top: fc.double({ min: -3, max: 6, noNaN: true }),
      size: fc.integer({ min: 1, max: 9 }),
      scale: fc.double({ min: 0.1, max: 0.999, noNaN: true }),
    });
    fc.assert(
      fc.property(windows, ({ left, top, size, scale }) => {
        resampled(left, top, size * scale, size).forEach((value, index) => {
          const x = left + ((index % size) + 0.5) * scale - 0.5;
          const y = top + (Math.floor(index / size) + 0.5) * scale - 0.5;
          const [x0, y0] = [Math.floor(x), Math.floor(y)];
          const upper = at(x0, y0) * (x0 + 1 - x) + at(x0 + 1, y0) * (x - x0);
          const lower = at(x0, y0 + 1) * (x0 + 1 - x) + at(x0 + 1, y0 + 1) * (x - x0);
          expect(value).toBeCloseTo(upper * (y0 + 1 - y) + lower * (y - y0), 2);
        });
      }),
      { seed: 8, numRuns: 100 },
    );
  });

  it("copies at scale 1", () => {
    expect([...resampled(2, 1, 4, 4)]).toEqual([1, 2, 3, 4].flatMap((y) => [2, 3, 4, 5].map((x) => at(x, y))));
  });
});
