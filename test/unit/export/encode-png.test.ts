import { decode, encode } from "fast-png";
import { describe, expect, it } from "vitest";
import { cancelled } from "../../../src/domain/cancel.ts";
import { encodeLabelPng } from "../../../src/export/label-png.ts";
import { encodePicturePng } from "../../../src/export/picture-png.ts";

const never = new AbortController().signal;

/** Cells of some 110 px with wavy borders, a fifth of them background. */
function makeLabels(side: number): Uint16Array {
  return Uint16Array.from({ length: side * side }, (_, at) => {
    const [x, y] = [at % side, Math.floor(at / side)];
    const column = Math.floor(x / 110 + 0.3 * Math.sin(y / 23));
    const row = Math.floor(y / 110 + 0.3 * Math.sin(x / 31));
    return (column * 7 + row) % 5 === 0 ? 0 : Math.abs(column * 40 + row) + 1;
  });
}

function makePicture(side: number) {
  const rgba = Uint8ClampedArray.from({ length: 4 * side * side }, (_, at) => (at * 7919) % 251);
  return { width: side, height: side, rgba };
}

describe("encodePng", () => {
  it("gives the bytes that fast-png gives for label maps of the sample tiles' size", async () => {
    const labels = makeLabels(1024);
    const expected = encode({ width: 1024, height: 1024, data: labels, channels: 1, depth: 16 });
    const bytes = await encodeLabelPng({ width: 1024, height: 1024, labels, count: 1 }, never);
    // A comparison element by element takes seconds.
    expect(Buffer.compare(bytes, expected)).toBe(0);
  });

  it("packs a large label map in pieces, and every label comes back", async () => {
    const labels = makeLabels(1999);
    const png = decode(await encodeLabelPng({ width: 1999, height: 1999, labels, count: 1 }, never));
    expect([png.width, png.height, png.depth, png.channels]).toEqual([1999, 1999, 16, 1]);
    expect(png.data.every((label, at) => label === labels[at])).toBe(true);
  });

  it.each([
    ["at once", 37],
    ["in pieces", 1300],
  ])("packs a picture %s, without its alpha channel", async (_, side) => {
    const picture = makePicture(side);
    const png = decode(await encodePicturePng(picture, never));
    expect([png.width, png.height, png.depth, png.channels]).toEqual([side, side, 8, 3]);
    const { rgba } = picture;
    expect(png.data).toHaveLength(3 * side * side);
    expect(png.data.every((value, at) => value === rgba[4 * Math.floor(at / 3) + (at % 3)])).toBe(true);
  });

  it("ends when it is cancelled", async () => {
    const controller = new AbortController();
    const packing = encodePicturePng(makePicture(1300), controller.signal);
    controller.abort(cancelled("The export"));
    await expect(packing).rejects.toMatchObject({ name: "Cancelled" });
  });
});
