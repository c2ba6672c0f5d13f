import { describe, expect, test } from "vitest";
import { tileId } from "../../../../src/domain/tile/tile.ts";
import { decodeTile } from "../../../../src/ingest/decode/decode-tile.ts";
import { readPixelSize } from "../../../../src/ingest/decode/read-pixel-size.ts";
import { buildChunk, buildPng } from "../build-png.ts";
import { buildTiff } from "../build-tiff.ts";
import { sourceOf } from "../source-of.ts";

const ome = (attributes: string) => `<?xml version="1.0"?><OME><Image><Pixels ${attributes} SizeZ="1"/></Image></OME>`;

/** A PNG of 1 x 1 px with this many px for each unit. The unit is the metre (1) or unknown (0). */
function physical(perUnit: number, unit: 0 | 1): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(9);
  const view = new DataView(data.buffer);
  view.setUint32(0, perUnit);
  view.setUint32(4, perUnit);
  data[8] = unit;
  const chunks = [buildChunk("pHYs", data)];
  return buildPng({ width: 1, height: 1, depth: 8, colourType: 0, scanlines: Uint8Array.of(9), chunks });
}

describe("TIFF", () => {
  test.each<[string, string, number | null, number, number]>([
    ["OME without a unit, which means µm", ome('PhysicalSizeX="0.08"'), null, 2, 0.08],
    ["OME in nm", ome('PhysicalSizeX="80" PhysicalSizeXUnit="nm"'), null, 2, 0.08],
    ["OME in µm", ome('PhysicalSizeX="0.325" PhysicalSizeXUnit="µm"'), null, 2, 0.325],
    ["OME in µm, escaped", ome('PhysicalSizeX="0.325" PhysicalSizeXUnit="&#181;m"'), null, 2, 0.325],
    ["OME before the TIFF's own", ome('PhysicalSizeX="0.08"'), 50_000, 3, 0.08],
    ["ImageJ in microns", "ImageJ=1.53t\nunit=micron\nmin=0", 12.5, 1, 0.08],
    ["ImageJ in µm, escaped", "ImageJ=1.53t\nunit=\\u00B5m\n", 12.5, 1, 0.08],
    ["ImageJ in nm", "ImageJ=1.53t\nunit=nm\n", 0.01, 1, 0.1],
    ["px a cm", "", 125_000, 3, 0.08],
    ["px an inch", "", 254_000, 2, 0.1],
  ])("%s", async (_, description, perUnit, unit, expected) => {
    expect(await readPixelSize(buildTiff(description, perUnit, unit))).toBeCloseTo(expected, 9);
  });

  test.each<[string, string, number | null, number]>([
    ["nothing", "", null, 2],
    ["a printer's 300 dots an inch", "", 300, 2],
    ["no unit", "", 12.5, 1],
    ["ImageJ in pixels", "ImageJ=1.53t\nunit=pixel\n", 1, 1],
    ["OME without a size", ome('SizeX="1"'), 125_000, 3],
    ["OME in px of a display", ome('PhysicalSizeX="1" PhysicalSizeXUnit="pixel"'), null, 2],
    ["a size of nothing", ome('PhysicalSizeX="0"'), null, 2],
  ])("%s gives no pixel size", async (_, description, perUnit, unit) => {
    expect(await readPixelSize(buildTiff(description, perUnit, unit))).toBeNull();
  });
});

describe("other formats", () => {
  test("PNG gives px for each metre, unless it is a printer's resolution or has no unit", async () => {
    expect(await readPixelSize(physical(12_500_000, 1))).toBeCloseTo(0.08, 9);
    expect(await readPixelSize(physical(11_811, 1))).toBeNull();
    expect(await readPixelSize(physical(12_500_000, 0))).toBeNull();
  });

  test("a file that is broken or no image gives no pixel size", async () => {
    for (const bytes of [new Uint8Array(), Uint8Array.of(1, 2, 3), buildTiff("", 125_000, 3).slice(0, 40)]) {
      expect(await readPixelSize(bytes)).toBeNull();
    }
    expect(await readPixelSize(physical(12_500_000, 1).slice(0, 40))).toBeNull();
  });
});

test("a tile takes the pixel size that any of its files gives", async () => {
  const plain = buildTiff("", null, 2);
  const channels = {
    red: sourceOf("A_red.tif", plain),
    green: sourceOf("A_green.tif", plain),
    blue: sourceOf("A_blue.tif", buildTiff(ome('PhysicalSizeX="0.08"'), null, 2)),
    yellow: sourceOf("A_yellow.tif", plain),
  };
  const decoded = await decodeTile(tileId("A"), { kind: "channels", channels }, []);
  expect(decoded).toMatchObject({ width: 1, height: 1, pixelSize: 0.08 });
  const stack = { kind: "channels", channels: { ...channels, blue: channels.red } } as const;
  expect((await decodeTile(tileId("A"), stack, [])).pixelSize).toBeNull();
});
