import { describe, expect, it } from "vitest";
import {
  connectedPieces,
  countShared,
  drawPieces,
  heaviestPieces,
  relabelPieces,
} from "../../../src/imaging/connected-pieces.ts";
import { seededRandom } from "../../../src/sample/seeded-random.ts";
import { plainGrid, readGrid, writeGrid } from "../segmentation/text-grid.ts";
import { floodPieces, randomGrid } from "./flood-pieces.ts";

/** The map's pieces drawn as text, each with its number. */
function drawn(text: string, isWanted?: (label: number) => boolean): string {
  const { width, values } = readGrid(text);
  return writeGrid(drawPieces(connectedPieces(Int32Array.from(values), width, isWanted), values.length), width);
}

describe("connectedPieces", () => {
  it("tells apart pieces that touch only at a corner, and pieces with different labels that share a side", () => {
    expect(
      drawn(`
        1.222
        .122.
        22..1
      `),
    ).toBe(
      plainGrid(`
        1.222
        .322.
        44..5
      `),
    );
  });

  it("numbers pieces by their first pixels, row by row, also when their arms meet only in a later row", () => {
    expect(
      drawn(`
        ..1.1.1
        1.1.1.1
        1.111.1
        1.....1
        1111111
        .......
        1......
      `),
    ).toBe(
      plainGrid(`
        ..1.1.2
        2.1.1.2
        2.111.2
        2.....2
        2222222
        .......
        3......
      `),
    );
  });

  it("does not join the end of a row with the start of the next one", () => {
    expect(
      drawn(`
        .11
        1..
        .11
      `),
    ).toBe(
      plainGrid(`
        .11
        2..
        .33
      `),
    );
  });

  it("finds the pieces of the labels that are asked for, the background's too", () => {
    const grid = `
      111.
      1.1.
      111.
    `;
    expect(drawn(grid, (label) => label === 0)).toBe(
      plainGrid(`
        ...1
        .2.1
        ...1
      `),
    );
  });

  it("finds nothing in maps without pixels or without wanted labels", () => {
    expect(connectedPieces(new Uint8Array(0), 0).areas).toEqual(Int32Array.of(0));
    expect(connectedPieces(new Uint16Array(6), 3).areas).toEqual(Int32Array.of(0));
  });

  it("finds what a flood fill by recursion finds, in the same order", () => {
    for (let seed = 0; seed < 1000; seed++) {
      const { width, labels } = randomGrid(seededRandom(seed));
      const before = labels.slice();
      const isWanted = (label: number) => seed % 3 === 0 || label !== seed % 4;
      const expected = floodPieces(labels, width).filter(([first]) => isWanted(labels[first!]!));
      const pieces = connectedPieces(labels, width, isWanted);
      const pieceOf = drawPieces(pieces, labels.length);
      const found = expected.map((_, index) => [...labels.keys()].filter((at) => pieceOf[at] === index + 1));
      expect(found, `seed ${seed}`).toEqual(expected.map((piece) => piece.toSorted((a, b) => a - b)));
      expect([...pieces.areas]).toEqual([0, ...expected.map((piece) => piece.length)]);
      expect([...pieces.labelOf]).toEqual([0, ...expected.map(([first]) => labels[first!])]);
      expect(labels).toEqual(before);
    }
  });
});

describe("pieces of a map", () => {
  const { width, values } = readGrid(`
    11.22
    ...2.
    11.2.
    1..22
  `);
  const labels = Uint16Array.from(values);
  const pieces = connectedPieces(labels, width);

  it("takes the heaviest piece of each label, the first one among equals, and none for a label without pixels", () => {
    expect([...heaviestPieces(pieces, pieces.areas, 3)]).toEqual([0, 3, 2, 0]);
    expect([...heaviestPieces(pieces, [0, 5, 0, 5], 3)]).toEqual([0, 1, 2, 0]);
  });

  it("counts the pixels that have the same label in another map", () => {
    const others = readGrid(`
      12.12
      11...
      11.22
      2...2
    `).values;
    expect([...countShared(pieces, others)]).toEqual([0, 1, 3, 2]);
  });

  it("gives pieces other labels", () => {
    const changed = labels.slice();
    relabelPieces(changed, pieces, [0, 0, 7, 1]);
    expect(writeGrid(changed, width)).toBe(
      plainGrid(`
        ...77
        ...7.
        11.7.
        1..77
      `),
    );
  });
});
