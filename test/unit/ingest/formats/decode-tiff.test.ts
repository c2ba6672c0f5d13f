import { describe, expect, test } from "vitest";
import { decodePlane } from "../../../../src/ingest/decode/decode-plane.ts";
import { decodeStack } from "../../../../src/ingest/decode/decode-stack.ts";
import { problemOf } from "../problem-of.ts";
import { type TiffGoldenName, tiffGolden, tiffGoldenNames } from "../tiff-golden.ts";

describe("one channel", () => {
  const single = tiffGoldenNames.filter((name) => name.startsWith("gray"));
  test("there are cases", () => expect(single.length).toBeGreaterThan(20));

  test.each([...single, "green painted", "yellow palette", "pyramid"] as TiffGoldenName[])("%s", async (name) => {
    const { bytes, width, height, bitDepth, planes } = tiffGolden(name);
    expect(await decodePlane(bytes, "A_green.tif", "green")).toEqual({ width, height, bitDepth, samples: planes[0] });
  });

  test("reads a view into a larger buffer", async () => {
    const { bytes, planes } = tiffGolden("gray16 tiles");
    const padded = new Uint8Array(bytes.length + 20);
    padded.set(bytes, 7);
    const plane = await decodePlane(padded.subarray(7, 7 + bytes.length), "A_red.tif", "red");
    expect(plane.samples).toEqual(planes[0]);
  });
});

describe("a whole tile in one file", () => {
  test.each<[TiffGoldenName, string]>([
    ["ome 4 channels", "blue green red yellow"],
    ["ome 3 channels", "red green blue"],
    ["imagej composite", "red green blue yellow"],
    ["imagej plain stack", "red green blue yellow"],
    ["pages big-endian", "red green blue yellow"],
    ["planar 4 channels", "red green blue yellow"],
    ["chunky 4 channels", "red green blue yellow"],
    ["chunky 4 channels deflate predictor", "red green blue yellow"],
    ["rgb", "red green blue"],
    ["rgb with alpha", "red green blue"],
  ])("%s", async (name, order) => {
    const { bytes, width, height, bitDepth, planes } = tiffGolden(name);
    const expected = Object.fromEntries(
      order.split(" ").map((channel, index) => [channel, { width, height, bitDepth, samples: planes[index] }]),
    );
    expect(await decodeStack(bytes, "A.tif")).toEqual(expected);
  });
});

describe("a TIFF that cannot be read gives a problem that says why", () => {
  test.each<[TiffGoldenName, string, string]>([
    [
      "float",
      "UnsupportedDepth",
      "A_red.tif holds 32-bit floating-point samples; only unsigned samples of 8 or 16 bits can be read.",
    ],
    [
      "32-bit",
      "UnsupportedDepth",
      "A_red.tif holds 32-bit samples; only unsigned samples of 8 or 16 bits can be read.",
    ],
    [
      "signed",
      "UnsupportedDepth",
      "A_red.tif holds 16-bit signed samples; only unsigned samples of 8 or 16 bits can be read.",
    ],
    ["1-bit", "UnsupportedDepth", "A_red.tif holds 1-bit samples; only unsigned samples of 8 or 16 bits can be read."],
    ["jpeg", "NotAnImage", "A_red.tif cannot be read as an image: its compression (JPEG) is not supported."],
    ["cmyk", "AmbiguousColour", "its colour space (CMYK) is neither gray nor RGB"],
    ["rgb", "AmbiguousColour", "red and green and blue hold different signals"],
    ["ome 4 channels", "NotAnImage", "it holds 4 images where one is expected"],
    ["planar 4 channels", "NotAnImage", "it holds 4 channels where one is expected"],
  ])("%s as a channel", async (name, tag, message) => {
    const problem = await problemOf(() => decodePlane(tiffGolden(name).bytes, "A_red.tif", "red"));
    expect(problem.tag).toBe(tag);
    expect(problem.message).toContain(message);
    expect(problem.subject).toBe("A_red.tif");
  });

  test.each<[TiffGoldenName, string, string]>([
    ["gray8", "MissingChannel", "A.tif holds 1 channel;"],
    ["2 channels", "MissingChannel", "A.tif holds 2 channels;"],
    ["5 channels", "UnknownFile", "A.tif holds 5 channels;"],
    ["ome z stack", "UnknownFile", "A.tif holds 4 focal planes; one is expected."],
    ["imagej time series", "UnknownFile", "A.tif holds 3 points in time; one is expected."],
    ["float", "UnsupportedDepth", "32-bit floating-point"],
  ])("%s as a tile", async (name, tag, message) => {
    const problem = await problemOf(() => decodeStack(tiffGolden(name).bytes, "A.tif"));
    expect(problem.tag).toBe(tag);
    expect(problem.message).toContain(message);
  });

  test("a PNG under a TIFF's name", async () => {
    const problem = await problemOf(() => decodeStack(Uint8Array.of(0x89, 0x50, 0x4e, 0x47), "A.tif"));
    expect(problem).toMatchObject({ tag: "NotAnImage", subject: "A.tif" });
  });
});

describe("broken files", () => {
  const names: TiffGoldenName[] = [
    "gray16",
    "gray16 tiles",
    "gray16 deflate predictor",
    "gray8 lzw",
    "gray8 packbits",
    "gray16 bigtiff",
    "gray16 big-endian 600 strips",
  ];
  test.each(names)("%s never decodes to other pixels when it is cut off anywhere", async (name) => {
    const { bytes, planes } = tiffGolden(name);
    let told = 0;
    for (let length = 5; length < bytes.length; length += Math.ceil(bytes.length / 61)) {
      try {
        const plane = await decodePlane(bytes.slice(0, length), "A_red.tif", "red");
        // The file may decode only when the missing bytes belong to no pixel.
        expect(plane.samples).toEqual(planes[0]);
      } catch (error) {
        expect((error as Error).name).toMatch(/^(TruncatedFile|NotAnImage)$/);
        told += 1;
      }
    }
    expect(told).toBeGreaterThan(40);
  });

  test("a directory that points to itself is read once", async () => {
    const { bytes } = tiffGolden("gray8");
    const looped = bytes.slice();
    const view = new DataView(looped.buffer);
    const directory = view.getUint32(4, true);
    view.setUint32(directory + 2 + 12 * view.getUint16(directory, true), directory, true);
    expect((await decodePlane(looped, "A_red.tif", "red")).samples).toEqual(tiffGolden("gray8").planes[0]);
  });

  test("random bytes in the directory give a problem or an image, never another error", async () => {
    const { bytes } = tiffGolden("gray16 deflate");
    let state = 11;
    const random = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % below;
    };
    const directory = new DataView(bytes.buffer).getUint32(4, true);
    let told = 0;
    for (let round = 0; round < 300; round++) {
      const broken = bytes.slice();
      for (let i = 0; i < 3; i++) broken[directory + random(200)] = random(256);
      try {
        const { width, height, samples } = await decodePlane(broken, "A_red.tif", "red");
        expect(samples).toHaveLength(width * height);
      } catch (error) {
        expect((error as Error).message.split("\n")).toHaveLength(3);
        told += 1;
      }
    }
    expect(told).toBeGreaterThan(50);
  });
});
