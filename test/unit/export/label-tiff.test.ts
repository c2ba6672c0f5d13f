import { describe, expect, it } from "vitest";
import { encodeLabelTiff } from "../../../src/export/label-tiff.ts";
import { decodeLabels } from "../../../src/ingest/decode/decode-labels.ts";
import { decodeTiff } from "../../../src/ingest/formats/decode-tiff.ts";
import { never } from "../../never.ts";

describe("a label map as TIFF", () => {
  it.each([
    ["in many strips", 700, 501],
    ["in one strip", 13, 7],
    ["of one long row", 16_000, 1],
  ])("%s reads back with every label, as 16-bit grayscale", async (_name, width, height) => {
    const labels = Uint16Array.from({ length: width * height }, (_, at) => (at * 7919) % 65_536);
    labels.set([0, 1, 255, 256, 65_535]);
    const bytes = await encodeLabelTiff({ width, height, labels, count: 65_535 }, never);
    expect((await decodeLabels(bytes, "m.tif")).labels).toEqual(labels);
    // The reader of channel images is separate code and stricter about the layout.
    const raster = await decodeTiff(bytes, "m.tif");
    expect([raster.width, raster.height, raster.bitDepth, raster.colours.length]).toEqual([width, height, 16, 1]);
    expect(raster.colours[0]?.data).toEqual(labels);
  });

  it("compresses a map of large cells to a hundredth", async () => {
    const labels = Uint16Array.from({ length: 1024 * 1024 }, (_, at) => Math.floor(at / 1024 / 128));
    const bytes = await encodeLabelTiff({ width: 1024, height: 1024, labels, count: 7 }, never);
    expect(bytes.length).toBeLessThan(2 * 1024 * 1024 * 0.01);
  });
});
