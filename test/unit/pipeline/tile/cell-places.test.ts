import { describe, expect, it } from "vitest";
import { withPlaces } from "../../../../src/pipeline/tile/cell-places.ts";

const cell = (number: number, x: number, y: number, area: number) => ({ number, centroid: { x, y }, area });

describe("withPlaces", () => {
  it("measures in units of the tile's typical cell diameter, which is the root of the mean area", () => {
    const [first, second] = withPlaces([cell(1, 10, 20, 50), cell(2, 30, 0, 150)], { width: 100, height: 100 });
    expect(first?.place).toMatchObject({ x: 1, y: 2 });
    expect(second?.place).toMatchObject({ x: 3, y: 0 });
  });

  it("gives the cell's place in the tile's picture, which is the square around the tile", () => {
    const [only] = withPlaces([cell(1, 49.5, 9.5, 100)], { width: 200, height: 100 });
    // x is a quarter of the width. y is the bar of 50 px and 10 px of the tile, divided by 200 px.
    expect(only?.place?.inPicture).toEqual({ x: 0.25, y: 0.3 });
  });

  it("keeps the other properties of a cell, and returns no cells for an empty tile", () => {
    expect(withPlaces([{ ...cell(4, 0, 0, 1), kept: true }], { width: 4, height: 4 })[0]?.kept).toBe(true);
    expect(withPlaces([], { width: 4, height: 4 })).toEqual([]);
  });
});
