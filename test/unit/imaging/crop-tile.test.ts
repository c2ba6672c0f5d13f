import { describe, expect, it } from "vitest";
import type { TilePixels } from "../../../src/domain/tile/tile.ts";
import { cropTile } from "../../../src/imaging/crop-tile.ts";

/** A tile with a green channel only, 8 bits: `grid`. */
function tileOf(grid: readonly (readonly number[])[]): TilePixels {
  const green = Uint8Array.from(grid.flat());
  const channels = { red: null, green, blue: null, yellow: null };
  return { width: grid[0]?.length ?? 0, height: grid.length, bitDepth: 8, channels };
}

const greenOf = (crop: Uint8Array, size: number) =>
  Array.from({ length: size }, (_, y) => Array.from({ length: size }, (__, x) => crop[(y * size + x) * 4 + 1]));
const code = (sample: number) => Math.round(255 * Math.sqrt(sample / 255));

describe("cropTile", () => {
  it("averages the tile's samples before it encodes them", () => {
    const crop = cropTile(
      tileOf([
        [0, 200, 8, 8],
        [0, 0, 8, 8],
        [0, 0, 255, 255],
        [0, 0, 255, 255],
      ]),
      2,
    );
    expect(greenOf(crop, 2)).toEqual([
      [code(50), code(8)],
      [0, 255],
    ]);
  });

  it("puts a tile that is not square into the middle of a black square", () => {
    const crop = cropTile(
      tileOf([
        [255, 255, 255, 255],
        [255, 255, 255, 255],
      ]),
      4,
    );
    const bar = [0, 0, 0, 0];
    const lit = [255, 255, 255, 255];
    expect(greenOf(crop, 4)).toEqual([bar, lit, lit, bar]);
  });

  it("is black in channels that the tile does not have", () => {
    const crop = cropTile(tileOf([[255]]), 1);
    expect([...crop]).toEqual([0, 255, 0, 0]);
  });
});
