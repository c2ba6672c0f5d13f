import { expect, it } from "vitest";
import { cellsInBox } from "../../../../../src/ui/viewer/correction/cells-in-box.ts";

it("finds the cells whose centre is in the box, whichever corner the box was drawn from", () => {
  const cells = [
    { number: 1, centroid: { x: 5, y: 5 } },
    { number: 2, centroid: { x: 20, y: 5 } },
    { number: 4, centroid: { x: 10, y: 10 } },
  ];
  expect(cellsInBox(cells, [10, 10], [0, 0])).toEqual([1, 4]);
  expect(cellsInBox(cells, [6, 11], [25, 0])).toEqual([2, 4]);
  expect(cellsInBox(cells, [6, 6], [7, 7])).toEqual([]);
});
