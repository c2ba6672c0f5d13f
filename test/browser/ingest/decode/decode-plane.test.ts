import { zipSync } from "fflate";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { TilePixels } from "../../../../src/domain/tile/tile.ts";
import { decodePlane } from "../../../../src/ingest/decode/decode-plane.ts";
import { decodeBrowserImage } from "../../../../src/ingest/formats/decode-browser-image.ts";
import { decodePng } from "../../../../src/ingest/formats/decode-png.ts";
import { inspectPng } from "../../../../src/ingest/formats/inspect-png.ts";
import type { Raster } from "../../../../src/ingest/formats/raster.ts";
import { buildChunk, buildPng, type PngParts } from "../../../unit/ingest/build-png.ts";
import { lossyGolden, lossyGoldenNames } from "../../../unit/ingest/lossy-golden.ts";
import { problemOf } from "../../../unit/ingest/problem-of.ts";
import { tiffGolden } from "../../../unit/ingest/tiff-golden.ts";

afterEach(() => vi.unstubAllGlobals());

let state = 3;
/** A pseudo-random whole number, 0..below-1. The sequence is the same in every run. */
function random(below: number): number {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return (state >>> 8) % below;
}
const noise = (length: number, below = 256) => Uint8Array.from({ length }, () => random(below));

/** The samples of each colour as a plain array, without the stride. */
function coloursOf(raster: Raster): number[][] {
  return raster.colours.map(({ data, offset, stride }) =>
    Array.from({ length: raster.width * raster.height }, (_, i) => data[offset + i * stride]!),
  );
}

describe("the browser's PNG decoder equals fast-png", () => {
  const size = { width: 61, height: 43, depth: 8 } as const;
  const gamma = buildChunk("gAMA", Uint8Array.of(0, 0, 0x30, 0));
  const chroma = buildChunk("sRGB", Uint8Array.of(0));
  test.each<[string, PngParts]>([
    ["gray", { ...size, colourType: 0, scanlines: noise(61 * 43), filter: 4 }],
    ["gray with gamma", { ...size, colourType: 0, scanlines: noise(61 * 43), chunks: [gamma] }],
    ["gray with sRGB", { ...size, colourType: 0, scanlines: noise(61 * 43), chunks: [chroma] }],
    ["RGB", { ...size, colourType: 2, scanlines: noise(61 * 43 * 3), filter: 3 }],
    ["RGB with gamma", { ...size, colourType: 2, scanlines: noise(61 * 43 * 3), chunks: [gamma] }],
    [
      "palette with transparency",
      {
        ...size,
        colourType: 3,
        scanlines: noise(61 * 43, 200),
        chunks: [buildChunk("PLTE", noise(200 * 3)), buildChunk("tRNS", noise(200))],
      },
    ],
  ])("%s", async (_, parts) => {
    const { header, pixels } = inspectPng(buildPng(parts), "A.png");
    const byBrowser = coloursOf(await decodeBrowserImage(pixels, "png", header, "A.png"));
    const byLibrary = coloursOf(decodePng(pixels, header, "A.png"));
    expect(byBrowser.slice(0, byLibrary.length)).toEqual(byLibrary);
    expect(new Set(byLibrary.flat()).size).toBeGreaterThan(150);
  });

  test("for every gray level, also without ImageDecoder", async () => {
    const levels = Uint8Array.from({ length: 256 }, (_, i) => i);
    const bytes = buildPng({ width: 256, height: 1, depth: 8, colourType: 0, scanlines: levels, chunks: [gamma] });
    expect((await decodePlane(bytes, "A_red.png", "red")).samples).toEqual(levels);
    vi.stubGlobal("ImageDecoder", undefined);
    expect((await decodePlane(bytes, "A_red.png", "red")).samples).toEqual(levels);
  });

  test("and another decoder is used when the browser's cannot return RGBA", async () => {
    const levels = Uint8Array.from({ length: 256 }, (_, i) => i);
    const bytes = buildPng({ width: 16, height: 16, depth: 8, colourType: 0, scanlines: levels });
    const copy = vi
      .spyOn(VideoFrame.prototype, "copyTo")
      .mockRejectedValue(new DOMException("no", "NotSupportedError"));
    expect((await decodePlane(bytes, "A_red.png", "red")).samples).toEqual(levels);
    expect((await decodePlane(await paint("image/jpeg", 33, [1, 1, 1]), "A_red.jpg", "red")).width).toBe(33);
    expect(copy).toHaveBeenCalledTimes(2);
    copy.mockRestore();
  });

  test("and alpha does not dim the colour", async () => {
    const bytes = buildPng({
      width: 2,
      height: 1,
      depth: 8,
      colourType: 6,
      scanlines: Uint8Array.of(0, 0, 200, 1, 0, 0, 99, 0),
    });
    expect([...(await decodePlane(bytes, "A_blue.png", "blue")).samples]).toEqual([200, 99]);
  });
});

/** Paints a smooth spot of light in one colour, `[side, side]`, and encodes it with the browser. */
async function paint(
  type: string,
  side: number,
  colour: readonly [number, number, number],
): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  const picture = new ImageData(side, side);
  for (let i = 0; i < side * side; i++) {
    const value = spot(i % side, Math.floor(i / side), side);
    picture.data.set([...colour.map((share) => share * value), 255], 4 * i);
  }
  context.putImageData(picture, 0, 0);
  const blob = await canvas.convertToBlob({ type, quality: 0.9 });
  expect(blob.type).toBe(type);
  return new Uint8Array(await blob.arrayBuffer());
}

function spot(x: number, y: number, side: number): number {
  const far = Math.hypot(x - side / 2, y - side / 3) / side;
  return Math.round(250 * Math.exp(-8 * far * far));
}

describe.each(["image/jpeg", "image/webp"])("%s", (type) => {
  test.each([
    ["gray", "red", [1, 1, 1]],
    ["red", "red", [1, 0, 0]],
    ["green", "green", [0, 1, 0]],
    ["blue", "blue", [0, 0, 1]],
    ["yellow", "yellow", [1, 1, 0]],
  ] as const)("%s is read as the %s channel, with and without ImageDecoder", async (_, channel, colour) => {
    const bytes = await paint(type, 97, colour);
    for (const without of [false, true]) {
      if (without) vi.stubGlobal("ImageDecoder", undefined);
      const { width, height, bitDepth, samples } = await decodePlane(bytes, "A.jpg", channel);
      expect([width, height, bitDepth]).toEqual([97, 97, 8]);
      const off = Array.from(samples, (sample, i) => Math.abs(sample - spot(i % 97, Math.floor(i / 97), 97)));
      expect(off.reduce((sum, one) => sum + one, 0) / off.length).toBeLessThan(3);
    }
  });

  test("a merged picture is ambiguous", async () => {
    const bytes = await paint(type, 64, [1, 0.6, 0]);
    expect((await problemOf(() => decodePlane(bytes, "A_red.jpg", "red"))).tag).toBe("AmbiguousColour");
  });

  test("is refused when it is cut off anywhere", async () => {
    const bytes = await paint(type, 64, [1, 1, 1]);
    for (let length = 12; length < bytes.length; length += 53) {
      const problem = await problemOf(() => decodePlane(bytes.slice(0, length), "A_red.jpg", "red"));
      expect(problem).toMatchObject({ tag: "TruncatedFile", subject: "A_red.jpg" });
    }
  });
});

test("a transparent WebP is refused", async () => {
  const problem = await problemOf(() => decodePlane(lossyGolden("webp with alpha").bytes, "A_red.webp", "red"));
  expect(problem).toMatchObject({ tag: "NotAnImage", subject: "A_red.webp" });
  expect(problem.message).toContain("it is partly transparent");
});

test.each(lossyGoldenNames.filter((name) => !name.includes("alpha")))(
  "%s is decoded with and without ImageDecoder",
  async (name) => {
    const { bytes, width, height, samples } = lossyGolden(name);
    for (const without of [false, true]) {
      if (without) vi.stubGlobal("ImageDecoder", undefined);
      const plane = await decodePlane(bytes, name, "red");
      expect([plane.width, plane.height]).toEqual([width, height]);
      const off = Math.max(...plane.samples.map((sample, i) => Math.abs(sample - samples[i]!)));
      expect(off).toBeLessThanOrEqual(name.includes("lossless") ? 0 : 12);
    }
  },
);

describe("a worker decodes", () => {
  const gray = (value: number) =>
    buildPng({ width: 5, height: 4, depth: 8, colourType: 0, scanlines: new Uint8Array(20).fill(value) });

  async function ask(...files: readonly File[]): Promise<TilePixels> {
    const worker = new Worker(new URL("../decode.worker.ts", import.meta.url), { type: "module" });
    try {
      return await new Promise((answer, fail) => {
        worker.onmessage = ({ data }) => answer(data);
        worker.onerror = (event) => fail(new Error(event.message));
        worker.postMessage(files);
      });
    } finally {
      worker.terminate();
    }
  }

  test("a tile in an archive", async () => {
    const archive = zipSync({
      "t/A_red.png": [gray(1), { level: 6 }],
      "t/A_green.png": [gray(2), { level: 0 }],
      "t/A_blue.png": [gray(3), { level: 6 }],
      "t/A_yellow.png": [gray(4), { level: 0 }],
    });
    const pixels = await ask(new File([archive.slice()], "tiles.zip"));
    expect(pixels).toMatchObject({ width: 5, height: 4, bitDepth: 8 });
    expect(Object.values(pixels.channels).map((samples) => samples?.[0])).toEqual([1, 2, 3, 4]);
  });

  test.each(["chunky 4 channels deflate predictor", "ome 4 channels"] as const)("a TIFF stack: %s", async (name) => {
    const { bytes, planes } = tiffGolden(name);
    const pixels = await ask(new File([bytes], "A.tif"));
    const order = name.startsWith("ome")
      ? (["blue", "green", "red", "yellow"] as const)
      : (["red", "green", "blue", "yellow"] as const);
    expect(order.map((channel) => pixels.channels[channel])).toEqual(planes);
  });
});
