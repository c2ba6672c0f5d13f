import { expect, it } from "vitest";
import { plainGrid } from "../segmentation/text-grid.ts";
import { edited, editedCells } from "./edit-grid.ts";
import { drawMaps } from "./make-maps.ts";

const maps = drawMaps(
  `
  33.11.
  332115
  .22..5
  `,
  `
  .3....
  ....15
  .2....
  `,
);

it("gives touching cells and their nuclei the lowest of the numbers", () => {
  expect(edited(maps, { kind: "merge", cells: [3, 2, 1] })).toEqual({
    cells: plainGrid(`
      11.11.
      111115
      .11..5
    `),
    nuclei: plainGrid(`
      .1....
      ....15
      .1....
    `),
  });
});

it("refuses cells that share no side, a single cell, and cells that do not exist", () => {
  expect(editedCells(maps, { kind: "merge", cells: [3, 1] })).toBe(
    "The two cells do not touch. Close the gap with the brush first.",
  );
  expect(editedCells(maps, { kind: "merge", cells: [3, 2, 5] })).toMatch(/^The cells do not touch/);
  expect(editedCells(maps, { kind: "merge", cells: [1, 9] })).toBe("Select two cells or more to merge.");
  const diagonal = drawMaps(`
    1.
    .2
  `);
  expect(editedCells(diagonal, { kind: "merge", cells: [1, 2] })).toMatch(/do not touch/);
});
