import { expect, it } from "vitest";
import { keepLargestPieces } from "../../../src/segmentation/largest-pieces.ts";
import { plainGrid, readGrid, writeGrid } from "./text-grid.ts";

it("keeps the largest 4-connected piece of every region", () => {
  const { width, height, values } = readGrid(`
    11.2.3
    1.22..
    .12...
    11..22
    1.....
  `);
  const labels = Int32Array.from(values);
  keepLargestPieces({ width, height, labels, count: 3 });
  expect(writeGrid(labels, width)).toBe(
    plainGrid(`
      ...2.3
      ..22..
      .12...
      11....
      1.....
    `),
  );
});
