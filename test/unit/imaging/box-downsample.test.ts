import fc from "fast-check";
import { expect, it } from "vitest";
import { boxDownsample } from "../../../src/imaging/box-downsample.ts";

it("averages every block, including those that the border cuts", () => {
  const image = fc.record({
    width: fc.integer({ min: 1, max: 13 }),
    height: fc.integer({ min: 1, max: 13 }),
    factor: fc.integer({ min: 1, max: 5 }),
    samples: fc.array(fc.integer({ min: 0, max: 65_535 }), { minLength: 169, maxLength: 169 }),
  });
  fc.assert(
    fc.property(image, ({ width, height, factor, samples }) => {
      const plane = Uint16Array.from(samples.slice(0, width * height));
      const small = boxDownsample(plane, width, height, factor);
      expect([small.width, small.height]).toEqual([Math.ceil(width / factor), Math.ceil(height / factor)]);
      small.values.forEach((value, index) => {
        const block: number[] = [];
        const left = (index % small.width) * factor;
        const top = Math.floor(index / small.width) * factor;
        for (let y = top; y < Math.min(height, top + factor); y++) {
          for (let x = left; x < Math.min(width, left + factor); x++) block.push(plane[y * width + x]!);
        }
        const mean = block.reduce((sum, sample) => sum + sample, 0) / block.length;
        expect(Math.abs(value - mean)).toBeLessThanOrEqual(mean * 1e-6);
      });
    }),
    { seed: 2 },
  );
});
