import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reduceCrop } from "../../../../src/learning/batches/reduce-crop.ts";

/** The mean over an output pixel's area, by brute force on a grid that is fine enough to be exact. */
function bruteForce(crop: Uint8Array, size: number, reduced: number): number[] {
  const output: number[] = [];
  for (let y = 0; y < reduced; y += 1) {
    for (let x = 0; x < reduced; x += 1) {
      for (let channel = 0; channel < 4; channel += 1) {
        let sum = 0;
        // Each source pixel is `reduced` and each output pixel is `size` of these steps wide.
        for (let v = 0; v < size; v += 1) {
          for (let u = 0; u < size; u += 1) {
            const sourceX = Math.floor((x * size + u) / reduced);
            const sourceY = Math.floor((y * size + v) / reduced);
            sum += crop[(sourceY * size + sourceX) * 4 + channel]!;
          }
        }
        output.push(sum / (size * size));
      }
    }
  }
  return output;
}

describe("reduceCrop", () => {
  it("equals brute force for ratios that are integers and ratios that are not", () => {
    const sizes = fc
      .integer({ min: 1, max: 12 })
      .chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 1, max: size })));
    fc.assert(
      fc.property(sizes, fc.nat(), ([size, reduced], seed) => {
        const crop = Uint8Array.from({ length: size * size * 4 }, (_, index) => ((index + seed) * 7919) % 256);
        const expected = bruteForce(crop, size, reduced);
        const actual = reduceCrop(crop, size, reduced);
        expect(actual).toHaveLength(expected.length);
        for (const [index, value] of expected.entries()) {
          expect(Math.abs(actual[index]! - value)).toBeLessThanOrEqual(0.5 + 1e-6);
        }
      }),
      { seed: 11 },
    );
  });

  it("returns the crop itself when the size stays the same", () => {
    const crop = new Uint8Array(16);
    expect(reduceCrop(crop, 2, 2)).toBe(crop);
  });
});
