import { describe, expect, it } from "vitest";
import { logitAtCell, type PictureMap } from "../../../../src/learning/weak-labels/map-pictures.ts";

/** A map of two classes. Class 0 has the values of the grid, and class 1 their negatives. */
function mapOf(grid: readonly (readonly number[])[]): PictureMap {
  return { side: grid.length, classes: 2, logits: Float32Array.from(grid.flat().flatMap((value) => [value, -value])) };
}

const at = (x: number, y: number) => ({ tileId: "a", place: { x: 0, y: 0, inPicture: { x, y } } });
const map = mapOf([
  [0, 10],
  [20, 30],
]);

describe("logitAtCell", () => {
  it("reads the value of a place in its middle, for each class", () => {
    expect(logitAtCell(map, at(0.75, 0.25), 0)).toBe(10);
    expect(logitAtCell(map, at(0.75, 0.25), 1)).toBe(-10);
    expect(logitAtCell(map, at(0.25, 0.75), 0)).toBe(20);
  });

  it("interpolates linearly between places", () => {
    expect(logitAtCell(map, at(0.5, 0.5), 0)).toBeCloseTo(15, 6);
    expect(logitAtCell(map, at(0.375, 0.25), 0)).toBeCloseTo(2.5, 6);
  });

  it("uses the outermost place at the border", () => {
    expect(logitAtCell(map, at(0, 0), 0)).toBe(0);
    expect(logitAtCell(map, at(1, 1), 0)).toBe(30);
  });

  it("is null if the cell's position in the picture is not known", () => {
    expect(logitAtCell(map, { tileId: "a", place: { x: 1, y: 1 } }, 0)).toBeNull();
    expect(logitAtCell(map, { tileId: "a" }, 0)).toBeNull();
  });
});
