import { expect, it } from "vitest";
import { plainGrid } from "../segmentation/text-grid.ts";
import { edited, editedCells } from "./edit-grid.ts";
import { drawMaps } from "./make-maps.ts";

const maps = drawMaps(
  `
  .......
  .11111.
  .11111.
  .11111.
  ....4..
  `,
  `
  .......
  .......
  ..111..
  .......
  .......
  `,
);

it("splits cell and nucleus; the larger part keeps the number, the other gets the next free one", () => {
  // The line runs down the column x = 2. The pixels under it go to the part that reaches them first.
  const line = [
    [2.5, 0.5],
    [2.5, 4.5],
  ] as const;
  expect(edited(maps, { kind: "split", cell: 1, line })).toEqual({
    cells: plainGrid(`
      .......
      .55111.
      .55111.
      .55111.
      ....4..
    `),
    nuclei: plainGrid(`
      .......
      .......
      ..511..
      .......
      .......
    `),
  });
});

it("splits the cell with the most pixels under the line when no cell is given", () => {
  const line = [
    [4.5, 0.5],
    [4.5, 4.9],
  ] as const;
  expect(editedCells(maps, { kind: "split", cell: null, line })).toBe(
    plainGrid(`
      .......
      .11115.
      .11115.
      .11115.
      ....4..
    `),
  );
});

it("makes a cell of every part", () => {
  const line = [
    [2.5, 0.5],
    [2.5, 4.5],
    [4.5, 4.5],
    [4.5, 0.5],
  ] as const;
  expect(editedCells(maps, { kind: "split", cell: 1, line })).toBe(
    plainGrid(`
      .......
      .11556.
      .11556.
      .11556.
      ....4..
    `),
  );
});

it("does not make cells of the tiny parts that a shaking hand cuts off at the edge", () => {
  const rows = Array.from({ length: 20 }, () => "1".repeat(20)).join("\n");
  const line = [
    [10.5, 0.5],
    [10.5, 25],
    [-5, 25],
    [-5, 18.5],
    [0.5, 18.5],
    [1.5, 19.5],
    [1.5, 25],
  ] as const;
  const made = editedCells(drawMaps(rows), { kind: "split", cell: 1, line });
  expect(new Set(made.replace(/\n/g, ""))).toEqual(new Set(["1", "2"]));
});

it("refuses a line that ends inside of the cell, a line beside all cells, and a cell that does not exist", () => {
  const inside = [
    [2.5, 0.5],
    [2.5, 2.5],
  ] as const;
  expect(editedCells(maps, { kind: "split", cell: 1, line: inside })).toBe(
    "The line does not split cell 1. Draw it from edge to edge.",
  );
  const beside = [
    [0.5, 0.5],
    [6.5, 0.5],
  ] as const;
  expect(editedCells(maps, { kind: "split", cell: null, line: beside })).toBe("The line crosses no cell.");
  expect(editedCells(maps, { kind: "split", cell: 9, line: inside })).toBe("That cell is not there any more.");
});
