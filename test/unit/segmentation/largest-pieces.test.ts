import { expect, it } from "vitest";
import { seededRandom } from "../../../src/sample/seeded-random.ts";
import { keepLargestPieces } from "../../../src/segmentation/largest-pieces.ts";
import { floodPieces, randomGrid } from "../imaging/flood-pieces.ts";
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

it("keeps the first of the largest pieces, as a flood fill by recursion finds them, and counts the others", () => {
  let ties = 0;
  for (let seed = 0; seed < 1000; seed++) {
    const { width, height, labels } = randomGrid(seededRandom(seed));
    const expected = labels.slice();
    const lost = { pieces: 0, pixels: 0 };
    const found = floodPieces(labels, width);
    for (const label of [1, 2, 3]) {
      const pieces = found.filter(([first]) => labels[first!] === label);
      const most = Math.max(...pieces.map((piece) => piece.length));
      const [kept, ...equals] = pieces.filter((piece) => piece.length === most);
      ties += equals.length;
      for (const piece of pieces) {
        if (piece === kept) continue;
        lost.pieces++;
        lost.pixels += piece.length;
        for (const at of piece) expected[at] = 0;
      }
    }
    expect(keepLargestPieces({ width, height, labels, count: 3 }), `seed ${seed}`).toEqual(lost);
    expect(labels).toEqual(expected);
  }
  expect(ties).toBeGreaterThan(100);
});
