import { expect, it } from "vitest";
import { plainGrid } from "../segmentation/text-grid.ts";
import { edited, editedCells } from "./edit-grid.ts";
import { drawMaps } from "./make-maps.ts";

const maps = drawMaps(
  `
  ........
  .2222222
  .2222222
  ........
  ........
  `,
  `
  ........
  .22.....
  .....2..
  ........
  ........
  `,
);

const square = [
  [3, 0],
  [6, 0],
  [6, 5],
  [3, 5],
] as const;

it("takes the largest free piece inside the outline, with the next free number and no nucleus", () => {
  const tall = [
    [1, 0],
    [6, 0],
    [6, 5],
    [1, 5],
  ] as const;
  expect(edited(maps, { kind: "draw", outline: tall, overNeighbours: false })).toEqual({
    cells: plainGrid(`
      ........
      .2222222
      .2222222
      .33333..
      .33333..
    `),
    nuclei: plainGrid(`
      ........
      .22.....
      .....2..
      ........
      ........
    `),
  });
});

it("takes pixels and nuclei of neighbours when asked to; a neighbour in two keeps the part with its nucleus", () => {
  expect(edited(maps, { kind: "draw", outline: square, overNeighbours: true })).toEqual({
    cells: plainGrid(`
      ...333..
      .22333..
      .22333..
      ...333..
      ...333..
    `),
    nuclei: plainGrid(`
      ........
      .22.....
      .....3..
      ........
      ........
    `),
  });
});

it("has no hole where the outline crosses itself, and leaves out what is outside of the tile", () => {
  const knot = [
    [0, 3],
    [12, 3],
    [12, 9],
    [-4, 9],
    [-4, 3],
    [12, 3],
    [12, 9],
    [0, 9],
  ] as const;
  expect(editedCells(maps, { kind: "draw", outline: knot, overNeighbours: false })).toBe(
    plainGrid(`
      ........
      .2222222
      .2222222
      33333333
      33333333
    `),
  );
});

it("refuses an outline that encloses too little, and says how to draw over neighbours", () => {
  const dot = [
    [0, 3],
    [2, 3],
    [2, 4],
  ] as const;
  expect(editedCells(maps, { kind: "draw", outline: dot, overNeighbours: true })).toBe(
    "The outline encloses too little for a cell. Draw round the whole cell.",
  );
  const crowded = [
    [1, 1],
    [8, 1],
    [8, 3],
    [1, 3],
  ] as const;
  expect(editedCells(maps, { kind: "draw", outline: crowded, overNeighbours: false })).toBe(
    "Other cells are in the way. Hold Alt while drawing to take from them.",
  );
});
