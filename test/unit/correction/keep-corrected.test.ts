import { expect, it } from "vitest";
import { keepCorrected } from "../../../src/correction/keep-corrected.ts";
import { plainGrid, writeGrid } from "../segmentation/text-grid.ts";
import { drawMaps } from "./make-maps.ts";

function kept(found: ReturnType<typeof drawMaps>, before: ReturnType<typeof drawMaps>, ...numbers: number[]) {
  const { cells, nuclei } = keepCorrected(found, {
    cells: before.cells,
    nuclei: before.nuclei,
    numbers: new Set(numbers),
  });
  return {
    cells: writeGrid(cells.labels, cells.width),
    nuclei: writeGrid(nuclei.labels, cells.width),
    count: cells.count,
  };
}

it("replaces the found cell that is the same; the corrected cell keeps its number, others get free numbers", () => {
  const found = drawMaps(
    `
    1111.222
    1111.222
    ......33
    `,
    `
    .1....2.
    ........
    .......3
    `,
  );
  const before = drawMaps(
    `
    222..111
    222..111
    222.....
    `,
    `
    ........
    2.......
    ........
    `,
  );
  expect(kept(found, before, 2)).toEqual({
    cells: plainGrid(`
      222..111
      222..111
      222...33
    `),
    nuclei: plainGrid(`
      ......1.
      2.......
      .......3
    `),
    count: 3,
  });
});

it("replaces two found cells by the one they were merged to, and one by the two it was split to", () => {
  const found = drawMaps(`
    1111.22
    1111.33
  `);
  const before = drawMaps(`
    1155.22
    1155.22
  `);
  expect(kept(found, before, 1, 5, 2).cells).toBe(
    plainGrid(`
      1155.22
      1155.22
    `),
  );
});

it("cuts back a found cell that only reaches into a corrected cell; the piece with its nucleus stays", () => {
  const found = drawMaps(
    `
    1111111111
    1111111111
    `,
    `
    ........11
    ..........
    `,
  );
  const before = drawMaps(`
    .....44...
    .....44...
  `);
  expect(kept(found, before, 4)).toEqual({
    cells: plainGrid(`
      .....44111
      .....44111
    `),
    nuclei: plainGrid(`
      ........11
      ..........
    `),
    count: 4,
  });
});

it("changes nothing without corrected cells, and adds a corrected cell that was not found", () => {
  const found = drawMaps(`
    11...
    11...
  `);
  const before = drawMaps(`
    22.33
    22.33
  `);
  expect(kept(found, before).cells).toBe(writeGrid(found.cells.labels, 5));
  expect(kept(found, before, 3).cells).toBe(
    plainGrid(`
      11.33
      11.33
    `),
  );
});
