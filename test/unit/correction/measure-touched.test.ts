import { expect, it } from "vitest";
import { applyDifference } from "../../../src/correction/apply-difference.ts";
import { correctMaps } from "../../../src/correction/correct-maps.ts";
import { measureTouched } from "../../../src/correction/measure-touched.ts";
import type { CellEdit } from "../../../src/domain/cell/cell-edit.ts";
import { type TilePixels, tileId } from "../../../src/domain/tile/tile.ts";
import { measureCells } from "../../../src/segmentation/measure/measure-cells.ts";
import { drawMaps } from "./make-maps.ts";

const tile = tileId("a");
const drawn = () =>
  drawMaps(
    `
    11111.....
    11111.22..
    .1111.222.
    ......222.
    ..........
    ...33.....
    `,
    `
    ..........
    .11.......
    .11....2..
    .......2..
    ..........
    ..........
    `,
  );
const { width, height } = drawn().cells;
const pixels: TilePixels = {
  width,
  height,
  bitDepth: 16,
  channels: {
    red: null,
    green: Uint16Array.from({ length: width * height }, (_, i) => (i * 7919) % 65_536),
    blue: Uint16Array.from({ length: width * height }, (_, i) => (i * 104_729) % 65_536),
    yellow: null,
  },
};

const edits: CellEdit[] = [
  {
    kind: "split",
    cell: 1,
    line: [
      [2.5, 0],
      [2.5, 3],
    ],
  },
  {
    kind: "paint",
    cell: 2,
    stroke: [
      [7.5, 2.5],
      [1.5, 2.5],
    ],
    radius: 1,
    overNeighbours: true,
  },
  { kind: "erase", cell: 3, stroke: [[3.5, 5.5]], radius: 0.5 },
  { kind: "delete", cells: [3] },
];

it.each(edits)("measures only the cells that $kind touches, as if all cells were measured", (edit) => {
  const maps = drawn();
  const difference = correctMaps(maps, edit);
  if ("refused" in difference) throw new Error(difference.refused);
  applyDifference(maps.cells.labels, maps.nuclei.labels, difference);
  const measured = measureTouched(tile, pixels, maps, difference);
  const whole = { ...maps.cells, count: 9 };
  const all = measureCells(tile, pixels, whole, { ...maps.nuclei, count: 9 });
  const untouched = measureCells(tile, pixels, drawn().cells, drawn().nuclei);
  const expected = all.filter((cell) => {
    const before = untouched.find(({ number }) => number === cell.number);
    return JSON.stringify(before) !== JSON.stringify(cell);
  });
  expect(measured.map(({ centroid: _, ...cell }) => cell)).toEqual(expected.map(({ centroid: _, ...cell }) => cell));
  measured.forEach(({ centroid }, index) => {
    expect(centroid.x).toBeCloseTo(expected[index]?.centroid.x ?? Number.NaN, 9);
    expect(centroid.y).toBeCloseTo(expected[index]?.centroid.y ?? Number.NaN, 9);
  });
  expect(measured).toHaveLength(edit.kind === "delete" ? 0 : edit.kind === "erase" ? 1 : 2);
});
