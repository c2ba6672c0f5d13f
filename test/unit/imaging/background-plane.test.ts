import fc from "fast-check";
import { expect, it } from "vitest";
import { backgroundPlane } from "../../../src/imaging/background-plane.ts";

/** A plane with bright discs on it, each `side / 8` px wide. */
function hazy(width: number, height: number, slope: readonly [number, number], discs: readonly [number, number][]) {
  const values = new Float32Array(width * height);
  const ground = (x: number, y: number) => 20 + slope[0] * (x / width) + slope[1] * (y / height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inside = discs.some(([cx, cy]) => Math.hypot(x - cx * width, y - cy * height) < width / 16);
      values[y * width + x] = ground(x, y) + (inside ? 100 : 0);
    }
  }
  return { raster: { width, height, values }, ground };
}

it("finds the slope under bright cells, wherever they are", () => {
  const fraction = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fraction, fraction), { maxLength: 40 }),
      fc.tuple(fc.integer({ min: -15, max: 15 }), fc.integer({ min: -15, max: 15 })),
      (discs, slope) => {
        const { raster, ground } = hazy(120, 96, slope, discs);
        const plane = backgroundPlane(raster);
        for (const [x, y] of [
          [0, 0],
          [119, 0],
          [0, 95],
          [119, 95],
        ] as const) {
          // A block's dim value is at its darker side, and cells lift the plane a little, so 3 of 100 are allowed.
          expect(Math.abs(plane[y * 120 + x]! - ground(x, y))).toBeLessThan(3);
        }
      },
    ),
    { seed: 7, numRuns: 40 },
  );
});

it("keeps the brightness of a dense sheet of cells that fills half of the image", () => {
  const values = new Float32Array(128 * 128).fill(10);
  for (let y = 0; y < 128; y++) values.fill(60, y * 128 + 64, y * 128 + 128);
  const plane = backgroundPlane({ width: 128, height: 128, values });
  const middle = plane[64 * 128 + 127]!;
  expect(middle).toBeLessThan(20);
});

it("equals a flat image of any shape", () => {
  for (const [width, height] of [
    [1, 1],
    [1, 50],
    [50, 1],
    [7, 3],
  ] as const) {
    const plane = backgroundPlane({ width, height, values: new Float32Array(width * height).fill(42) });
    for (const value of plane) expect(value).toBeCloseTo(42, 3);
  }
});
