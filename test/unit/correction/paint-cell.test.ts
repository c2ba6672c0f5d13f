import { expect, it } from "vitest";
import { plainGrid } from "../segmentation/text-grid.ts";
import { edited, editedCells } from "./edit-grid.ts";
import { drawMaps } from "./make-maps.ts";

const maps = drawMaps(
  `
  11..222
  11..222
  11..222
  .......
  `,
  `
  ....2..
  .1..2..
  ......2
  .......
  `,
);
const across = [
  [1.5, 1.5],
  [4.5, 1.5],
] as const;

it("adds the background under the brush, and stops at neighbours", () => {
  const edit = { kind: "paint", cell: 1, stroke: across, radius: 0.5, overNeighbours: false } as const;
  expect(editedCells(maps, edit)).toBe(
    plainGrid(`
      11..222
      1111222
      11..222
      .......
    `),
  );
});

it("adds the pixels whose centre is within the radius", () => {
  const edit = { kind: "paint", cell: 1, stroke: across, radius: 1.2, overNeighbours: false } as const;
  expect(editedCells(maps, edit)).toBe(
    plainGrid(`
      1111222
      1111222
      1111222
      .......
    `),
  );
});

it("takes pixels and nuclei of neighbours when asked to; pieces that it cuts off become background", () => {
  const edit = {
    kind: "paint",
    cell: 1,
    stroke: [
      [1.5, 1.5],
      [6.5, 1.5],
    ],
    radius: 0.5,
    overNeighbours: true,
  } as const;
  expect(edited(maps, edit)).toEqual({
    cells: plainGrid(`
      11..222
      1111111
      11.....
      .......
    `),
    nuclei: plainGrid(`
      ....2..
      .1..1..
      .......
      .......
    `),
  });
});

it("takes only pixels that are connected with the cell", () => {
  const edit = {
    kind: "paint",
    cell: 1,
    stroke: [
      [2.5, 3.5],
      [6.5, 3.5],
    ],
    radius: 0.5,
    overNeighbours: false,
  } as const;
  expect(editedCells(maps, edit)).toBe("The stroke does not touch cell 1. Start inside it.");
  expect(editedCells(maps, { ...edit, stroke: [[0.5, 1.5]] })).toBe(
    "There is no background under the brush. Hold Alt to take from neighbours.",
  );
  expect(editedCells(maps, { ...edit, cell: 9 })).toBe("That cell is not there any more.");
});
