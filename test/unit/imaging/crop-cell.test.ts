import { describe, expect, it } from "vitest";
import type { Cell } from "../../../src/domain/cell/cell.ts";
import { type CropOptions, defaultCropOptions } from "../../../src/domain/tile/crop-options.ts";
import type { LabelMap } from "../../../src/domain/tile/label-map.ts";
import { type TilePixels, tileId } from "../../../src/domain/tile/tile.ts";
import { cropCell } from "../../../src/imaging/crop-cell.ts";

const code = (share: number): number => Math.round(255 * Math.sqrt(share));

function cellAt(left: number, top: number, right: number, bottom: number): Cell {
  return {
    tileId: tileId("t"),
    number: 1,
    box: { left, top, right, bottom },
    centroid: { x: left, y: top },
    area: 1,
    nucleusArea: 1,
    touchesBorder: false,
    corrected: false,
    meanIntensity: { red: 0, green: 0, blue: 0, yellow: null },
    measurements: null,
  };
}

/** A tile of 20 x 16 px: red counts columns, green counts rows, blue is at full scale, there is no yellow. */
function tile(bitDepth: 8 | 16): TilePixels {
  const make = (value: (x: number, y: number) => number): Uint8Array | Uint16Array => {
    const samples = bitDepth === 8 ? new Uint8Array(320) : new Uint16Array(320);
    return samples.map((_, pixel) => value(pixel % 20, Math.floor(pixel / 20)) * (bitDepth === 8 ? 1 : 257));
  };
  return {
    width: 20,
    height: 16,
    bitDepth,
    channels: { red: make((x) => x * 10), green: make((_, y) => y * 10), blue: make(() => 255), yellow: null },
  };
}

const map: LabelMap = {
  width: 20,
  height: 16,
  labels: new Uint16Array(320).map((_, pixel) => (pixel % 20 < 8 ? 1 : 2)),
  count: 2,
};
const options = (changes: Partial<CropOptions>): CropOptions => ({ ...defaultCropOptions, margin: 0, ...changes });

describe("cropCell", () => {
  it.each([8, 16] as const)("encodes the square root of the share of full scale at scale 1, %i bits", (bitDepth) => {
    const crop = cropCell(tile(bitDepth), map, cellAt(4, 5, 10, 9), options({ size: 6 }));
    expect(crop).toHaveLength(6 * 6 * 4);
    for (let y = 0; y < 6; y++) {
      for (let x = 0; x < 6; x++) {
        // The window is square and centred on the box, so it has rows 4 to 10.
        const at = (y * 6 + x) * 4;
        expect([...crop.subarray(at, at + 4)]).toEqual([
          code(((4 + x) * 10) / 255),
          code(((4 + y) * 10) / 255),
          255,
          0,
        ]);
      }
    }
  });

  it("averages linear samples before it takes the square root", () => {
    const crop = cropCell(tile(8), map, cellAt(4, 4, 8, 8), options({ size: 2 }));
    expect(crop[0]).toBe(code(45 / 255));
    expect(crop[4]).toBe(code(65 / 255));
    expect(crop[1]).toBe(code(45 / 255));
  });

  it("is black outside of the tile", () => {
    const crop = cropCell(tile(8), map, cellAt(-0, 0, 4, 4), options({ size: 8, margin: 0.5 }));
    const blue = [...crop].filter((_, at) => at % 4 === 2);
    expect(blue.slice(0, 16)).toEqual(new Array(16).fill(0));
    expect(blue.slice(16, 24)).toEqual([0, 0, 255, 255, 255, 255, 255, 255]);
  });

  it("adds the margin on both ends of the longer side", () => {
    const crop = cropCell(tile(8), map, cellAt(5, 6, 15, 10), options({ size: 12, margin: 0.1 }));
    // 10 px plus 1 px on each end: columns 4 to 16, rows 2 to 14.
    expect(crop[0]).toBe(code(40 / 255));
    expect(crop[1]).toBe(code(20 / 255));
  });

  it("makes everything but the cell black when neighbours are masked", () => {
    const crop = cropCell(tile(8), map, cellAt(4, 4, 12, 12), options({ size: 8, neighbours: "mask" }));
    for (let x = 0; x < 8; x++) expect(crop[x * 4 + 2]).toBe(x < 4 ? 255 : 0);
    expect(crop.some((value, at) => at % 4 === 0 && (at / 4) % 8 >= 4 && value > 0)).toBe(false);
  });

  it("overwrites the array that it is given", () => {
    const out = new Uint8Array(6 * 6 * 4).fill(99);
    const crop = cropCell(tile(8), map, cellAt(4, 5, 10, 9), options({ size: 6 }), out);
    expect(crop).toBe(out);
    expect(out.filter((_, at) => at % 4 === 3).every((value) => value === 0)).toBe(true);
  });

  it("enlarges a small cell smoothly", () => {
    const crop = cropCell(tile(8), map, cellAt(6, 6, 8, 8), options({ size: 16 }));
    const reds = Array.from({ length: 16 }, (_, x) => crop[(8 * 16 + x) * 4]!);
    expect(reds).toEqual([...reds].sort((a, b) => a - b));
    expect(new Set(reds).size).toBeGreaterThan(8);
  });
});
