import { expect, it } from "vitest";
import { decodePlane } from "../../../src/ingest/decode/decode-plane.ts";
import { decodeBrowserImage } from "../../../src/ingest/formats/decode-browser-image.ts";
import { decodePng } from "../../../src/ingest/formats/decode-png.ts";
import { inspectPng } from "../../../src/ingest/formats/inspect-png.ts";
import { randomStream } from "../../../src/learning/random.ts";
import { buildPng } from "../../unit/ingest/build-png.ts";
import { milliseconds } from "../milliseconds.ts";
import { timeReferenceWork } from "../reference-work.ts";
import { tellRatio } from "../tell-ratio.ts";

const side = 2048;
const random = randomStream("decoding");
const wave = (at: number) => 40 + 30 * Math.sin((at % side) / 40) * Math.sin(at / side / 31);

it("decodes a 2048 px plane, of 8 and of 16 bits", async () => {
  const low = Uint8Array.from({ length: side * side }, (_, at) => wave(at) + 8 * random());
  const deep = Uint8Array.from({ length: 2 * side * side }, (_, at) =>
    at % 2 === 0 ? wave(at >> 1) + 8 * random() : 64 * random(),
  );
  const size = { width: side, height: side, colourType: 0, filter: 4 } as const;
  const gray8 = buildPng({ ...size, depth: 8, scanlines: low });
  const gray16 = buildPng({ ...size, depth: 16, scanlines: deep });
  const eight = inspectPng(gray8, "A.png");
  const sixteen = inspectPng(gray16, "A.png");
  const reference = await milliseconds(5, timeReferenceWork);
  const measure = async (what: string, work: () => unknown) =>
    tellRatio(what, await milliseconds(3, work), reference, null);
  await measure("checksums, 8 bits", () => inspectPng(gray8, "A.png"));
  await measure("checksums, 16 bits", () => inspectPng(gray16, "A.png"));
  const own8 = await measure("fast-png, 8 bits", () => decodePng(eight.pixels, eight.header, "A.png"));
  await measure("fast-png, 16 bits", () => decodePng(sixteen.pixels, sixteen.header, "A.png"));
  await measure("ImageDecoder, 8 bits", () => decodeBrowserImage(eight.pixels, "png", eight.header, "A.png"));
  const plane8 = await measure("decodePlane, 8 bits", () => decodePlane(gray8, "A.png", "red"));
  await measure("decodePlane, 16 bits", () => decodePlane(gray16, "A.png", "red"));
  // The page uses the browser's decoder because it is the faster one.
  expect(plane8).toBeLessThan(own8);
  const { samples } = await decodePlane(gray8, "A.png", "red");
  expect(samples).toHaveLength(low.length);
  expect(samples.findIndex((sample, at) => sample !== low[at])).toBe(-1);
});
