import { describe, expect, it } from "vitest";
import { fillHoles } from "../../../src/segmentation/fill-holes.ts";
import { plainGrid, readGrid, writeGrid } from "./text-grid.ts";

function filled(text: string, largest?: number): string {
  const grid = readGrid(text);
  const labels = Int32Array.from(grid.values);
  fillHoles(labels, grid.width, grid.height, largest);
  return writeGrid(labels, grid.width);
}

describe("fillHoles", () => {
  it("fills what one region encloses, not the gap between two and nothing open to the border", () => {
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

  it("takes a diagonal gap for closed", () => {
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

  it("leaves holes larger than asked for", () => {
    const ring = `
      11111
      1...1
      11111
    `;
    expect(filled(ring, 2)).toBe(plainGrid(ring));
    expect(filled(ring, 3)).not.toBe(plainGrid(ring));
  });
});
