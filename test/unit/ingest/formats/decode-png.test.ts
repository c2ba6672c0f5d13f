import fc from "fast-check";
import { encode } from "fast-png";
import { describe, expect, test } from "vitest";
import { decodePlane } from "../../../../src/ingest/decode/decode-plane.ts";
import { buildChunk, buildPng } from "../build-png.ts";
import { problemOf } from "../problem-of.ts";

/** Gray samples that grow by 37 from 0 on, modulo `top + 1`, so that no two rows are the same. */
function countUp(length: number, top: number): number[] {
  return Array.from({ length }, (_, i) => (i * 37) % (top + 1));
}

describe("gray PNG is bit-exact", () => {
  test("for any size, depth and content, as another encoder writes it", async () => {
    const images = fc.record({
      width: fc.integer({ min: 1, max: 40 }),
      height: fc.integer({ min: 1, max: 40 }),
      depth: fc.constantFrom(8 as const, 16 as const),
      interlace: fc.constantFrom("null" as const, "Adam7" as const),
      seed: fc.integer(),
    });
    await fc.assert(
      fc.asyncProperty(images, async ({ width, height, depth, interlace, seed }) => {
        let state = seed;
        const random = () => {
          state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
          return state >>> 8;
        };
        const length = width * height;
        const samples = depth === 8 ? Uint8Array.from({ length }, random) : Uint16Array.from({ length }, random);
        const bytes = new Uint8Array(encode({ width, height, data: samples, depth, channels: 1 }, { interlace }));
        expect(await decodePlane(bytes, "A_red.png", "red")).toEqual({ width, height, bitDepth: depth, samples });
      }),
      { numRuns: 120, seed: 5 },
    );
  });

  test.each([0, 1, 2, 3, 4] as const)("with scanline filter %i", async (filter) => {
    const samples = countUp(7 * 5, 255);
    const bytes = buildPng({
      width: 7,
      height: 5,
      depth: 8,
      colourType: 0,
      filter,
      scanlines: Uint8Array.from(samples),
    });
    expect([...(await decodePlane(bytes, "A_red.png", "red")).samples]).toEqual(samples);
  });

  test("16 bits are big-endian", async () => {
    const bytes = buildPng({ width: 2, height: 1, depth: 16, colourType: 0, scanlines: Uint8Array.of(1, 2, 254, 255) });
    expect((await decodePlane(bytes, "A_red.png", "red")).samples).toEqual(Uint16Array.of(258, 65_279));
  });

  test("gamma, profile, transparency and text chunks change nothing, even unreadable ones", async () => {
    const bytes = buildPng({
      width: 1,
      height: 1,
      depth: 8,
      colourType: 0,
      scanlines: Uint8Array.of(100),
      chunks: [
        buildChunk("gAMA", Uint8Array.of(0, 0, 0xb1, 0x8f)),
        buildChunk("iCCP", Uint8Array.of(120, 0, 0, 1, 2, 3)),
        buildChunk("tRNS", Uint8Array.of(0, 100, 0, 100, 0, 100)),
        buildChunk("tEXt", Uint8Array.of(200)),
      ],
    });
    expect([...(await decodePlane(bytes, "A_red.png", "red")).samples]).toEqual([100]);
  });
});

describe("colour PNG", () => {
  const rgb = (...pixels: readonly [number, number, number][]) =>
    buildPng({ width: pixels.length, height: 1, depth: 8, colourType: 2, scanlines: Uint8Array.from(pixels.flat()) });

  test.each([
    ["red alone", "red", rgb([9, 0, 0], [200, 0, 0]), [9, 200]],
    ["blue alone, although the file is named green", "green", rgb([0, 0, 9], [0, 0, 200]), [9, 200]],
    ["yellow", "yellow", rgb([9, 9, 0], [200, 200, 0]), [9, 200]],
    ["gray as RGB", "blue", rgb([9, 9, 9], [200, 200, 200]), [9, 200]],
    ["black", "blue", rgb([0, 0, 0], [0, 0, 0]), [0, 0]],
  ] as const)("%s", async (_, channel, bytes, expected) => {
    expect([...(await decodePlane(bytes, `A_${channel}.png`, channel)).samples]).toEqual(expected);
  });

  test("alpha is ignored", async () => {
    const rgba = buildPng({
      width: 2,
      height: 1,
      depth: 8,
      colourType: 6,
      scanlines: Uint8Array.of(0, 50, 0, 0, 0, 70, 0, 128),
    });
    expect([...(await decodePlane(rgba, "A_green.png", "green")).samples]).toEqual([50, 70]);
    const grayAlpha = buildPng({
      width: 2,
      height: 1,
      depth: 16,
      colourType: 4,
      scanlines: Uint8Array.of(1, 0, 0, 0, 2, 0, 9, 9),
    });
    expect([...(await decodePlane(grayAlpha, "A_green.png", "green")).samples]).toEqual([256, 512]);
  });

  test.each([
    [8, Uint8Array.of(0, 2, 1)],
    [4, Uint8Array.of(0x02, 0x10)],
    [2, Uint8Array.of(0b00_10_01_00)],
  ] as const)("a palette of %i bits", async (depth, scanlines) => {
    const bytes = buildPng({
      width: 3,
      height: 1,
      depth,
      colourType: 3,
      chunks: [buildChunk("PLTE", Uint8Array.of(0, 0, 5, 0, 0, 99, 0, 0, 250)), buildChunk("tRNS", Uint8Array.of(0))],
      scanlines,
    });
    expect([...(await decodePlane(bytes, "A_blue.png", "blue")).samples]).toEqual([5, 250, 99]);
  });

  test("a signal in two colours is ambiguous, however small it is", async () => {
    const bytes = rgb([200, 1, 0], [100, 0, 0]);
    const problem = await problemOf(() => decodePlane(bytes, "A_red.png", "red"));
    expect(problem).toMatchObject({
      tag: "AmbiguousColour",
      subject: "A_red.png",
      message: "A_red.png is a colour image that cannot be read as one channel: red and green hold different signals.",
    });
  });
});

describe("a broken PNG is refused", () => {
  const good = buildPng({ width: 9, height: 9, depth: 8, colourType: 0, scanlines: Uint8Array.from(countUp(81, 255)) });

  test("when it is cut off anywhere", async () => {
    for (let length = 8; length < good.length; length++) {
      const problem = await problemOf(() => decodePlane(good.slice(0, length), "A_red.png", "red"));
      expect(problem).toMatchObject({ tag: "TruncatedFile", subject: "A_red.png" });
    }
  });

  test("when one bit is flipped anywhere after the signature", async () => {
    for (let at = 8; at < good.length; at++) {
      const broken = good.slice();
      broken[at] = broken[at]! ^ 4;
      const problem = await problemOf(() => decodePlane(broken, "A_red.png", "red"));
      expect(problem.tag).toBe("TruncatedFile");
    }
  });

  test("when it has too few pixels but right checksums", async () => {
    const bytes = buildPng({ width: 9, height: 9, depth: 8, colourType: 0, scanlines: new Uint8Array(72) });
    expect((await problemOf(() => decodePlane(bytes, "A_red.png", "red"))).tag).toBe("TruncatedFile");
  });

  test("when it has 1 bit a sample", async () => {
    const bytes = buildPng({ width: 8, height: 1, depth: 1, colourType: 0, scanlines: Uint8Array.of(0x55) });
    expect(await problemOf(() => decodePlane(bytes, "A_red.png", "red"))).toMatchObject({
      tag: "UnsupportedDepth",
      message: "A_red.png holds 1-bit samples; only unsigned samples of 8 or 16 bits can be read.",
    });
  });

  test("when its width is 0", async () => {
    const bytes = buildPng({ width: 0, height: 9, depth: 8, colourType: 0, scanlines: new Uint8Array(0) });
    expect((await problemOf(() => decodePlane(bytes, "A_red.png", "red"))).tag).toBe("NotAnImage");
  });
});

describe("a file that is not an image is refused", () => {
  const bytesOf = (text: string) => new Uint8Array(new TextEncoder().encode(text));
  test.each([
    ["text", bytesOf("Access denied\n"), "its content is text"],
    ["a web page", bytesOf("<!DOCTYPE html><html>…"), "its content is a web page, perhaps of a failed download"],
    ["other bytes", Uint8Array.of(0, 1, 2, 3), "its content is neither PNG, TIFF, JPEG nor WebP"],
  ])("%s", async (_, bytes, what) => {
    expect(await problemOf(() => decodePlane(bytes, "A_red.png", "red"))).toMatchObject({
      tag: "NotAnImage",
      message: `A_red.png cannot be read as an image: ${what}.`,
    });
  });

  test("no bytes at all", async () => {
    expect(await problemOf(() => decodePlane(new Uint8Array(), "A_red.png", "red"))).toMatchObject({
      tag: "EmptyFile",
      message: "A_red.png is empty (0 bytes).",
    });
  });
});
