import { expect, it } from "vitest";
import { plainGrid } from "../segmentation/text-grid.ts";
import { edited, editedCells } from "./edit-grid.ts";
import { drawMaps } from "./make-maps.ts";

const maps = drawMaps(
  `
  1111111
  1111111
  .22222.
  `,
  `
  11.....
  .......
  ...2...
  `,
);

it("erases the pixels under it and those that are cut off from the nucleus, only of this cell", () => {
  const stroke = [
    [2.5, 0.5],
    [2.5, 2.5],
  ] as const;
  // The part on the left is smaller, but the nucleus is in it.
  expect(edited(maps, { kind: "erase", cell: 1, stroke, radius: 0.5 })).toEqual({
    cells: plainGrid(`
      11.....
      11.....
      .22222.
    `),
    nuclei: plainGrid(`
      11.....
      .......
      ...2...
    `),
  });
});

it("refuses to erase a whole cell, and refuses a stroke that does not touch it", () => {
  const stroke = [
    [0, 1],
    [7, 1],
  ] as const;
  expect(editedCells(maps, { kind: "erase", cell: 1, stroke, radius: 2 })).toMatch(/erase the whole cell/);
  expect(editedCells(maps, { kind: "erase", cell: 2, stroke, radius: 0.5 })).toBe("The eraser does not touch cell 2.");
});
