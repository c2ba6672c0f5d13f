import { decode } from "fast-png";
import { describe, expect, it } from "vitest";
import { runSteps } from "../../../src/domain/run-steps.ts";
import { encodePicturePng } from "../../../src/export/picture-png.ts";
import { drawLabelPreview as steps } from "../../../src/imaging/draw-label-preview.ts";
import { never } from "../../never.ts";

function drawLabelPreview(...drawn: Parameters<typeof steps>) {
  return runSteps(steps(...drawn));
}

function tile(width: number, height: number) {
  const samples = new Uint8Array(width * height).map((_, at) => at % 200);
  return { width, height, bitDepth: 8 as const, channels: { red: null, green: samples, blue: samples, yellow: null } };
}

/** Cells side by side, each ten px wide. */
function stripes(width: number, height: number) {
  const labels = new Uint16Array(width * height).map((_, at) => Math.floor((at % width) / 10));
  return { width, height, labels, count: Math.ceil(width / 10) - 1 };
}

describe("a preview", () => {
  it("outlines and tints each cell in a colour of its own, and leaves the background as it is", () => {
    const { width, height, rgba } = drawLabelPreview(tile(60, 20), stripes(60, 20), 1000);
    expect([width, height]).toEqual([60, 20]);
    const plain = drawLabelPreview(tile(60, 20), { ...stripes(60, 20), labels: new Uint16Array(1200) }, 1000).rgba;
    const colour = (picture: Uint8ClampedArray, x: number, y: number) => [
      ...picture.subarray(4 * (y * 60 + x), 4 * (y * 60 + x) + 3),
    ];
    expect(colour(rgba, 5, 10)).toEqual(colour(plain, 5, 10));
    const outlines = [1, 2, 3, 4].map((cell) => colour(rgba, 10 * cell, 10));
    // Any two cells can be told apart, and the same number always has the same colour.
    for (const [index, one] of outlines.entries()) {
      expect(colour(rgba, 10 * (index + 1) + 9, 5)).toEqual(one);
      for (const other of outlines.slice(index + 1)) {
        expect(Math.max(...one.map((part, at) => Math.abs(part - other[at]!)))).toBeGreaterThan(60);
      }
      expect(Math.max(...one)).toBeGreaterThan(250);
    }
    const [inside, below, outline] = [colour(rgba, 15, 10), colour(plain, 15, 10), outlines[0]!];
    expect(inside.map((part, at) => Math.abs(part - below[at]! - 0.2 * (outline[at]! - below[at]!)) <= 1)).toEqual([
      true,
      true,
      true,
    ]);
  });

  it("of a large tile is reduced, both cells and picture", () => {
    const { width, height, rgba } = drawLabelPreview(tile(400, 100), stripes(400, 100), 200);
    expect([width, height, rgba.length]).toEqual([200, 50, 40_000]);
    const small = drawLabelPreview(tile(400, 100), stripes(400, 100), 400).rgba;
    expect([...rgba.subarray(4 * (25 * 200 + 5), 4 * (25 * 200 + 5) + 3)]).toEqual([
      ...small.subarray(4 * (50 * 400 + 10), 4 * (50 * 400 + 10) + 3),
    ]);
  });

  it("is an RGB image of what was drawn", async () => {
    const picture = drawLabelPreview(tile(30, 20), stripes(30, 20), 100);
    const { width, height, channels, depth, data } = decode(await encodePicturePng(picture, never));
    expect([width, height, channels, depth]).toEqual([30, 20, 3, 8]);
    expect([...data]).toEqual([...picture.rgba].filter((_, at) => at % 4 !== 3));
  });
});
