import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LabelMap } from "../../../src/domain/tile/label-map.ts";
import { layoutCells } from "../../../src/sample/layout-cells.ts";
import { seededRandom } from "../../../src/sample/seeded-random.ts";
import { countPieces } from "../segmentation/count-pieces.ts";

/** Number of pieces of each number, from number 1. */
function piecesOf({ labels, width, count }: LabelMap): number[] {
  const pieces = countPieces(labels, width);
  return Array.from({ length: count }, (_, index) => pieces.get(index + 1) ?? 0);
}

function touchingPairs(map: LabelMap): number {
  const pairs = new Set<string>();
  map.labels.forEach((label, i) => {
    const right = (i + 1) % map.width === 0 ? label : map.labels[i + 1];
    if (label !== 0 && right !== 0 && right !== label) pairs.add([label, right].sort().join());
  });
  return pairs.size;
}

describe("layoutCells", () => {
  it("numbers cells without gaps, each one piece with its nucleus inside, at any size, density and seed", () => {
    const options = fc.record({
      seed: fc.nat(),
      width: fc.integer({ min: 1, max: 260 }),
      height: fc.integer({ min: 1, max: 260 }),
      nucleusDiameter: fc.integer({ min: 12, max: 60 }),
      density: fc.double({ min: 0, max: 1.4, noNaN: true }),
    });
    fc.assert(
      fc.property(options, ({ seed, ...size }) => {
        const { cells, nuclei, placed } = layoutCells(size, seededRandom(seed));
        expect(cells.count).toBe(placed.length);
        // The numbers have no gaps, and each has one piece.
        expect(piecesOf(cells)).toEqual(placed.map(() => 1));
        expect(piecesOf(nuclei)).toEqual(placed.map(() => 1));
        expect(nuclei.labels.every((label, i) => label === 0 || label === cells.labels[i])).toBe(true);
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it("makes touching, elongated and cut cells of different sizes, and leaves free background", () => {
    let [touching, cut, cells, background, elongated] = [0, 0, 0, 0, 0];
    const areas: number[] = [];
    for (let seed = 0; seed < 4; seed += 1) {
      const map = layoutCells({ width: 512, height: 512, nucleusDiameter: 42, density: 0.7 }, seededRandom(seed)).cells;
      touching += touchingPairs(map);
      cells += map.count;
      background += map.labels.filter((label) => label === 0).length / map.labels.length / 4;
      for (let number = 1; number <= map.count; number += 1) {
        const own: [number, number][] = [];
        map.labels.forEach((label, i) => {
          if (label === number) own.push([i % 512, Math.floor(i / 512)]);
        });
        areas.push(own.length);
        if (own.some(([x, y]) => x === 0 || y === 0 || x === 511 || y === 511)) cut += 1;
        if (axisRatio(own) > 1.6) elongated += 1;
      }
    }
    const mean = areas.reduce((sum, area) => sum + area, 0) / cells;
    const spread = Math.sqrt(areas.reduce((sum, area) => sum + (area - mean) ** 2, 0) / cells) / mean;
    console.log(
      `${cells} cells: ${touching} touching pairs, ${cut} cut, ${elongated} elongated, background ${(100 * background).toFixed(0)} %, areas vary by ${(100 * spread).toFixed(0)} %`,
    );
    expect(cells).toBeGreaterThan(60);
    expect(touching).toBeGreaterThan(cells / 3);
    expect(cut).toBeGreaterThan(5);
    expect(elongated).toBeGreaterThan(cells / 10);
    expect(background).toBeGreaterThan(0.25);
    expect(background).toBeLessThan(0.75);
    expect(spread).toBeGreaterThan(0.25);
  });

  it("makes nuclei of the diameter asked for", () => {
    const { nuclei, placed } = layoutCells(
      { width: 700, height: 700, nucleusDiameter: 50, density: 0.8 },
      seededRandom(5),
    );
    const whole = placed.filter(({ x, y }) => x > 60 && y > 60 && x < 640 && y < 640).length;
    const inner = nuclei.labels.filter((label) => {
      const place = placed[label - 1];
      return place !== undefined && place.x > 60 && place.y > 60 && place.x < 640 && place.y < 640;
    }).length;
    const diameter = 2 * Math.sqrt(inner / whole / Math.PI);
    expect(diameter).toBeGreaterThan(44);
    expect(diameter).toBeLessThan(56);
  });
});

/** Ratio of the axes of the ellipse with the same second moments. */
function axisRatio(points: readonly [number, number][]): number {
  const n = points.length;
  const [mx, my] = [0, 1].map((k) => points.reduce((sum, point) => sum + (point[k] ?? 0), 0) / n) as [number, number];
  let [xx, yy, xy] = [0, 0, 0];
  for (const [x, y] of points) {
    xx += (x - mx) ** 2 / n;
    yy += (y - my) ** 2 / n;
    xy += ((x - mx) * (y - my)) / n;
  }
  const root = Math.sqrt(((xx - yy) / 2) ** 2 + xy * xy);
  return Math.sqrt(((xx + yy) / 2 + root) / ((xx + yy) / 2 - root));
}
