import { describe, expect, it } from "vitest";
import { withPlaces } from "../../../../src/pipeline/tile/cell-places.ts";

const cell = (number: number, x: number, y: number, area: number) => ({ number, centroid: { x, y }, area });

describe("withPlaces", () => {
  it("measures in diameters of the tile's typical cell, the root of the mean area", () => {
    const [first, second] = withPlaces([cell(1, 10, 20, 50), cell(2, 30, 0, 150)], { width: 100, height: 100 });
    expect(first?.place).toMatchObject({ x: 1, y: 2 });
    expect(second?.place).toMatchObject({ x: 3, y: 0 });
  });

  it("tells where a cell lies in the picture, which is the square about the tile", () => {
    const [only] = withPlaces([cell(1, 49.5, 9.5, 100)], { width: 200, height: 100 });
    // A quarter from the left; from the top the bar of 50 px and then 10 px, of 200.
    expect(only?.place?.inPicture).toEqual({ x: 0.25, y: 0.3 });
  });

  it("keeps what else is known of a cell, and an empty tile empty", () => {
    expect(withPlaces([{ ...cell(4, 0, 0, 1), kept: true }], { width: 4, height: 4 })[0]?.kept).toBe(true);
    expect(withPlaces([], { width: 4, height: 4 })).toEqual([]);
  });
});
