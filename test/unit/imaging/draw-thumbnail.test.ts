import { describe, expect, it } from "vitest";
import type { TilePixels } from "../../../src/domain/tile/tile.ts";
import { drawThumbnail } from "../../../src/imaging/draw-thumbnail.ts";

const width = 90;
const height = 30;
/** Bright in one third of the columns, 0 elsewhere. */
const third = (which: number, value: number): Uint8Array =>
  new Uint8Array(width * height).map((_, pixel) => (Math.floor((pixel % width) / 30) === which ? value : 0));
const pixels: TilePixels = {
  width,
  height,
  bitDepth: 8,
  channels: { red: third(0, 30), green: third(1, 200), blue: third(2, 90), yellow: null },
};

describe("drawThumbnail", () => {
  it("keeps the aspect ratio and shows each channel in its colour with its own contrast", () => {
    const { width: across, height: down, rgba } = drawThumbnail(pixels, 30);
    expect([across, down, rgba.length]).toEqual([30, 10, 1200]);
    const colourAt = (x: number): number[] => [...rgba.subarray((5 * 30 + x) * 4, (5 * 30 + x) * 4 + 4)];
    expect(colourAt(4)).toEqual([255, 0, 0, 255]);
    expect(colourAt(14)).toEqual([0, 255, 0, 255]);
    expect(colourAt(24)).toEqual([0, 0, 255, 255]);
  });

  it("shows the yellow channel in yellow, and is at least one pixel high", () => {
    const flat: TilePixels = {
      width: 400,
      height: 1,
      bitDepth: 8,
      channels: { red: null, green: null, blue: null, yellow: new Uint8Array(400).map((_, x) => (x < 200 ? 0 : 50)) },
    };
    const picture = drawThumbnail(flat, 100);
    expect([picture.width, picture.height]).toEqual([100, 1]);
    expect([...picture.rgba.subarray(396)]).toEqual([255, 255, 0, 255]);
    expect([...picture.rgba.subarray(0, 4)]).toEqual([0, 0, 0, 255]);
  });
});
