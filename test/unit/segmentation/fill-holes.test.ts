import { describe, expect, it } from "vitest";
import { seededRandom } from "../../../src/sample/seeded-random.ts";
import { fillHoles } from "../../../src/segmentation/fill-holes.ts";
import { floodPieces, randomGrid, sidesOf } from "../imaging/flood-pieces.ts";
import { plainGrid, readGrid, writeGrid } from "./text-grid.ts";

function filled(text: string, largest?: number): string {
  const grid = readGrid(text);
  const labels = Int32Array.from(grid.values);
  fillHoles(labels, grid.width, grid.height, largest);
  return writeGrid(labels, grid.width);
}

describe("fillHoles", () => {
  it("fills the holes of one region, not a gap between two regions or one that is open to the border", () => {
    expect(
      filled(`
        1111.2222
        1..1.2..2
        1111.2222
        111333.22
        1.1.3.3.2
        11133332.
      `),
    ).toBe(
      plainGrid(`
        1111.2222
        1111.2222
        1111.2222
        111333.22
        111.333.2
        11133332.
      `),
    );
  });

  it("takes a hole with a diagonal gap for closed", () => {
    expect(
      filled(`
        .1.
        1.1
        .1.
      `),
    ).toBe(
      plainGrid(`
        .1.
        111
        .1.
      `),
    );
  });

  it("leaves holes open that are larger than the limit", () => {
    const ring = `
      11111
      1...1
      11111
    `;
    expect(filled(ring, 2)).toBe(plainGrid(ring));
    expect(filled(ring, 3)).not.toBe(plainGrid(ring));
  });

  it("fills the same pixels as a flood fill by recursion that looks at every neighbour of every gap", () => {
    let holes = 0;
    for (let seed = 0; seed < 1000; seed++) {
      const { width, height, labels } = randomGrid(seededRandom(seed));
      const expected = labels.slice();
      for (const piece of floodPieces(labels, width)) {
        const sides = piece.map((at) => sidesOf(at, width, labels.length));
        const around = [...new Set(sides.flat().map((near) => labels[near]!))].filter((label) => label !== 0);
        const closed = sides.every((near) => near.length === 4);
        if (labels[piece[0]!] !== 0 || !closed || around.length !== 1 || piece.length > 2) continue;
        holes++;
        for (const at of piece) expected[at] = around[0]!;
      }
      fillHoles(labels, width, height, 2);
      expect(labels, `seed ${seed}`).toEqual(expected);
    }
    expect(holes).toBeGreaterThan(100);
  });
});
