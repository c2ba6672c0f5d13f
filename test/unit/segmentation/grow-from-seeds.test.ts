import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dearest, growFromSeeds } from "../../../src/segmentation/grow-from-seeds.ts";

/** Finds the same least costs by relaxing every edge until nothing changes (Bellman and Ford). */
function bruteForce(costs: Uint16Array, seeds: Int32Array, mask: Uint8Array, width: number): Int32Array {
  const height = costs.length / width;
  const reached = Int32Array.from(seeds, (seed) => (seed > 0 ? 0 : 0x7fffffff));
  for (let changed = true; changed; ) {
    changed = false;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const pixel = y * width + x;
        if (reached[pixel] === 0x7fffffff) continue;
        for (const [dx, dy] of [-1, 0, 1].flatMap((a) => [-1, 0, 1].map((b) => [a, b] as const))) {
          const [nx, ny] = [x + dx, y + dy];
          if (nx < 0 || ny < 0 || nx >= width || ny >= height || mask[ny * width + nx] === 0) continue;
          const near = ny * width + nx;
          const sum = costs[pixel]! + costs[near]!;
          const step = dx !== 0 && dy !== 0 ? Math.floor((sum * 181 + 128) / 256) : Math.floor((sum + 1) / 2);
          if (reached[pixel]! + step < reached[near]!) {
            reached[near] = reached[pixel]! + step;
            changed = true;
          }
        }
      }
    }
  }
  return reached;
}

describe("growFromSeeds", () => {
  it("finds the same least costs as brute force, and a seed for each pixel that can be reached", () => {
    const width = 7;
    const cell = fc.record({
      cost: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constant(dearest)),
      open: fc.integer({ min: 0, max: 5 }),
      seed: fc.integer({ min: 0, max: 12 }),
    });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 42, maxLength: 42 }), (cells) => {
        const costs = Uint16Array.from(cells, ({ cost }) => cost);
        const mask = Uint8Array.from(cells, ({ open }) => (open > 0 ? 1 : 0));
        const seeds = Int32Array.from(cells, ({ seed, open }) => (open > 0 && seed <= 2 ? seed : 0));
        const labels = seeds.slice();
        const reached = growFromSeeds(costs, labels, mask, width);
        expect([...reached]).toEqual([...bruteForce(costs, seeds, mask, width)]);
        labels.forEach((label, pixel) => {
          expect(label > 0).toBe(reached[pixel] !== 0x7fffffff);
        });
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it("lets cells meet in the seam, not half way", () => {
    // There are seeds at both ends and an expensive pixel at x = 2. The right seed takes everything up to the seam.
    const costs = Uint16Array.from([5, 5, 500, 5, 5, 5, 5, 5, 5]);
    const labels = Int32Array.from([1, 0, 0, 0, 0, 0, 0, 0, 2]);
    growFromSeeds(costs, labels, new Uint8Array(9).fill(1), 9);
    expect([...labels].filter((label) => label === 1).length).toBeLessThanOrEqual(3);
    expect([...labels.subarray(3)]).toEqual([2, 2, 2, 2, 2, 2]);
  });
});
