import { describe, expect, test } from "vitest";
import { decodePlane } from "../../../../src/ingest/decode/decode-plane.ts";
import { inspectJpeg } from "../../../../src/ingest/formats/inspect-jpeg.ts";
import { inspectWebp } from "../../../../src/ingest/formats/inspect-webp.ts";
import { lossyGolden, lossyGoldenNames } from "../lossy-golden.ts";
import { problemOf } from "../problem-of.ts";

type Inspect = (bytes: Uint8Array<ArrayBuffer>, name: string) => { header: { width: number; height: number } };
const inspectors: Record<string, Inspect> = { jpeg: inspectJpeg, webp: inspectWebp };

describe.each(lossyGoldenNames)("%s", (name) => {
  const { bytes, format, width, height } = lossyGolden(name);
  const inspect = inspectors[format]!;

  test("has the size that its header gives", () => {
    expect(inspect(bytes, "A_red").header).toEqual({ width, height });
  });

  test("is reported as truncated wherever it is cut off", async () => {
    for (let length = 0; length < bytes.length; length++) {
      const problem = await problemOf(() => inspect(bytes.slice(0, length), "A_red"));
      expect(problem).toMatchObject({ tag: "TruncatedFile", subject: "A_red" });
    }
  });

  test("gives a problem that says what to do where there is no browser", async () => {
    const { tag, message, remedy } = await problemOf(() => decodePlane(bytes, "A_red", "red"));
    expect(tag).toBe("NotAnImage");
    const spelled = format === "jpeg" ? "JPEG" : "WebP";
    expect(message).toBe(`A_red cannot be read as an image: this environment has no decoder for ${spelled}.`);
    expect(remedy).toBe("Use a browser, or convert the image to PNG or TIFF.");
  });
});

/** A JPEG that consists of a frame header and the markers around it. */
function frame(width: number, height: number, precision: number): Uint8Array<ArrayBuffer> {
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  return Uint8Array.of(0xff, 0xd8, 0xff, 0xff, 0xc0, 0, 8, precision, ...size, 1, 0xff, 0xda, 0, 2, 0xff, 0xd9);
}

test("a JPEG that is too large, has 12 bits or has no height is refused", async () => {
  expect(inspectJpeg(frame(7, 5, 8), "A_red.jpg").header).toEqual({ width: 7, height: 5 });
  expect((await problemOf(() => inspectJpeg(frame(20_000, 5, 8), "A_red.jpg"))).tag).toBe("ImageTooLarge");
  expect((await problemOf(() => inspectJpeg(frame(7, 5, 12), "A_red.jpg"))).message).toContain("12-bit");
  expect((await problemOf(() => inspectJpeg(frame(7, 0, 8), "A_red.jpg"))).tag).toBe("NotAnImage");
});
