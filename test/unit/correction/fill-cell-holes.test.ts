import { expect, it } from "vitest";
import { plainGrid } from "../segmentation/text-grid.ts";
import { editedCells } from "./edit-grid.ts";
import { drawMaps } from "./make-maps.ts";

const maps = drawMaps(`
  111.2222
  1.1.2..2
  111.2222
  11..3333
  .1..3.43
  11..3333
`);

it("fills the holes of the cells; bays and holes with another cell in them stay", () => {
  expect(editedCells(maps, { kind: "fill-holes", cells: [1, 3] })).toBe(
    plainGrid(`
      111.2222
      111.2..2
      111.2222
      11..3333
      .1..3.43
      11..3333
    `),
  );
});

it("says so when there are no holes", () => {
  expect(editedCells(maps, { kind: "fill-holes", cells: [4] })).toBe("Cell 4 has no holes.");
  expect(editedCells(maps, { kind: "fill-holes", cells: [3, 4] })).toBe("The selected cells have no holes.");
});
