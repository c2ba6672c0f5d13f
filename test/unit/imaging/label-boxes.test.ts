import { expect, it } from "vitest";
import { labelBoxes } from "../../../src/imaging/label-boxes.ts";
import { readGrid } from "../segmentation/text-grid.ts";

it("gives the box of each label that occurs, of all of its pieces", () => {
  const { width, height, values } = readGrid(`
    4....
    ..1..
    .1..4
  `);
  const boxes = labelBoxes({ width, height, labels: Uint16Array.from(values), count: 5 });
  expect([...boxes]).toEqual([
    [1, { left: 1, top: 1, right: 3, bottom: 3 }],
    [4, { left: 0, top: 0, right: 5, bottom: 3 }],
  ]);
});

it("gives no box for an empty map", () => {
  expect(labelBoxes({ width: 2, height: 1, labels: new Uint16Array(2), count: 0 }).size).toBe(0);
});
