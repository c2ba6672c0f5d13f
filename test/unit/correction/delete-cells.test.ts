import { expect, it } from "vitest";
import { plainGrid } from "../segmentation/text-grid.ts";
import { edited } from "./edit-grid.ts";
import { drawMaps } from "./make-maps.ts";

const maps = drawMaps(
  `
  1122.
  1122.
  ..333
  `,
  `
  .1...
  .12..
  ...3.
  `,
);

it("turns cells and their nuclei into background, and no other pixel", () => {
  expect(edited(maps, { kind: "delete", cells: [1, 3] })).toEqual({
    cells: plainGrid(`
      ..22.
      ..22.
      .....
    `),
    nuclei: plainGrid(`
      .....
      ..2..
      .....
    `),
  });
});

it("ignores cells that do not exist, and refuses when none exists", () => {
  expect(edited(maps, { kind: "delete", cells: [2, 9] })).not.toBeTypeOf("string");
  expect(edited(maps, { kind: "delete", cells: [9] })).toBe("That cell is not there any more.");
});
