import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { convolve, doubleBeside, type Features, halve } from "../../../src/segmentation/convolve.ts";
import { seededRandom } from "./draw-tile.ts";

function randomFeatures(width: number, height: number, count: number, seed: number): Features {
  const random = seededRandom(seed);
  const planes = Array.from({ length: count }, () =>
    Float32Array.from({ length: width * height }, () => 2 * random() - 1),
  );
  return { width, height, planes };
}

/** The definition, sample by sample. */
function convolveSlowly({ width, height, planes }: Features, weights: Float32Array, bias: Float32Array): number[][] {
  return Array.from(bias, (start, output) =>
    Array.from({ length: width * height }, (_, pixel) => {
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      let sum = start;
      planes.forEach((plane, input) => {
        for (let dy = -1; dy <= 1; dy++) {
          for (let dx = -1; dx <= 1; dx++) {
            if (x + dx < 0 || x + dx >= width || y + dy < 0 || y + dy >= height) continue;
            const weight = weights[(output * planes.length + input) * 9 + (dy + 1) * 3 + dx + 1] as number;
            sum += weight * (plane[(y + dy) * width + x + dx] as number);
          }
        }
      });
      return Math.max(0, sum);
    }),
  );
}

describe("convolve", () => {
  it("equals the definition at any size, with even and odd numbers of planes", () => {
    const cases = fc.record({
      width: fc.integer({ min: 1, max: 9 }),
      height: fc.integer({ min: 1, max: 9 }),
      inputs: fc.integer({ min: 1, max: 4 }),
      outputs: fc.integer({ min: 1, max: 5 }),
      seed: fc.nat(1000),
    });
    fc.assert(
      fc.property(cases, ({ width, height, inputs, outputs, seed }) => {
        const input = randomFeatures(width, height, inputs, seed);
        const [weights] = randomFeatures(outputs * inputs * 9, 1, 1, seed + 1).planes as [Float32Array];
        const [bias] = randomFeatures(outputs, 1, 1, seed + 2).planes as [Float32Array];
        const made = convolve(input, { weights, bias });
        expect([made.width, made.height, made.planes.length]).toEqual([width, height, outputs]);
        const wanted = convolveSlowly(input, weights, bias);
        made.planes.forEach((plane, output) => {
          plane.forEach((value, pixel) => {
            expect(value).toBeCloseTo(wanted[output]?.[pixel] as number, 4);
          });
        });
      }),
      { seed: 3, numRuns: 60 },
    );
  });
});

it("halves by the greatest of each block, and doubles by repeating", () => {
  const plane = Float32Array.of(1, 5, 0, 2, 3, 4, 7, 6);
  const half = halve({ width: 4, height: 2, planes: [plane] });
  expect(half).toEqual({ width: 2, height: 1, planes: [Float32Array.of(5, 7)] });
  const both = doubleBeside(half, { width: 4, height: 2, planes: [plane] });
  expect(both).toEqual({ width: 4, height: 2, planes: [Float32Array.of(5, 5, 7, 7, 5, 5, 7, 7), plane] });
});
