import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { enlargeLabels } from "../../../src/segmentation/enlarge-labels.ts";
import { countPieces } from "./count-pieces.ts";
import { plainGrid, readGrid, writeGrid } from "./text-grid.ts";

describe("enlargeLabels", () => {
  it("copies at factor 1 and rounds corners at higher factors", () => {
    const { width, height, values } = readGrid(`
      ...
      .1.
      ..2
    `);
    const regions = { width, height, labels: Int32Array.from(values), count: 2 };
    expect([...enlargeLabels(regions, 1, 3, 3)]).toEqual(values);
    expect(writeGrid(enlargeLabels(regions, 4, 12, 12), 12)).toBe(
      plainGrid(`
        ............
        ............
        ............
        ............
        .....11.....
        ....1111....
        ....1111....
        .....11.....
        .........222
        ........2222
        ........2222
        ........2222
      `),
    );
  });

  it("never breaks a 4-connected piece and loses none, at any factor and size", () => {
    const grid = fc.record({
      width: fc.integer({ min: 1, max: 7 }),
      height: fc.integer({ min: 1, max: 7 }),
      factor: fc.integer({ min: 2, max: 7 }),
      cut: fc.tuple(fc.nat(20), fc.nat(20)),
      values: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 49, maxLength: 49 }),
    });
    fc.assert(
      fc.property(grid, ({ width, height, factor, cut, values }) => {
        const labels = Int32Array.from(values.slice(0, width * height));
        const fullWidth = width * factor - (cut[0] % factor);
        const fullHeight = height * factor - (cut[1] % factor);
        const full = enlargeLabels({ width, height, labels, count: 3 }, factor, fullWidth, fullHeight);
        const [small, large] = [countPieces(labels, width), countPieces(full, fullWidth)];
        for (const label of [1, 2, 3]) {
          const before = small.get(label) ?? 0;
          const after = large.get(label) ?? 0;
          // Pieces that touch at a corner may become one piece. A label may only disappear where the image was cut.
          expect(after).toBeLessThanOrEqual(before);
          if (before > 0 && cut[0] % factor === 0 && cut[1] % factor === 0) expect(after).toBeGreaterThan(0);
        }
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});
