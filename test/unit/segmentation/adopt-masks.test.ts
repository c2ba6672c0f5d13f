import { beforeAll, describe, expect, it } from "vitest";
import { defaultSegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import { adoptMasks } from "../../../src/segmentation/adopt-masks.ts";
import { loadOpenCV, type OpenCV } from "../../../src/segmentation/opencv.ts";
import { drawTile } from "./draw-tile.ts";
import { plainGrid, readGrid, writeGrid } from "./text-grid.ts";

let opencv: OpenCV;
beforeAll(async () => {
  opencv = await loadOpenCV();
});

function map(text: string) {
  const { width, height, values } = readGrid(text);
  return { width, height, labels: Uint16Array.from(values), count: Math.max(...values) };
}

function blank(width: number, height: number) {
  const samples = new Uint8Array(width * height);
  return { width, height, bitDepth: 8 as const, channels: { red: null, green: samples, blue: samples, yellow: null } };
}

describe("adoptMasks", () => {
  it("keeps the largest piece of a cell, gives nuclei their cell's number, and cuts off parts outside of it", () => {
    const cells = map(`
      ..........
      .555...9.9
      .555...999
      .555......
      ........5.
    `);
    const nuclei = map(`
      ...1......
      .111....33
      .22.....3.
      ..........
      ..44......
    `);
    const adopted = adoptMasks(opencv, blank(10, 5), { cells, nuclei }, defaultSegmentationOptions, tileId("t"));
    expect(adopted.leftOut).toEqual({ pieces: 1, pixels: 1 });
    expect(adopted.cells.count).toBe(9);
    expect(writeGrid(adopted.cells.labels, 10)).toBe(
      plainGrid(`
        ..........
        .555...9.9
        .555...999
        .555......
        ..........
      `),
    );
    expect(writeGrid(adopted.nuclei.labels, 10)).toBe(
      plainGrid(`
        ..........
        .555.....9
        .55.....9.
        ..........
        ..........
      `),
    );
    expect(adopted.nucleusDiameter).toBeNull();
  });

  it("finds the nuclei in the tile when there is no map of them", () => {
    const { pixels, truth } = drawTile(256, 192, 40, 5);
    const adopted = adoptMasks(
      opencv,
      pixels,
      { cells: truth, nuclei: null },
      { ...defaultSegmentationOptions, borderCells: "drop" },
      tileId("t"),
    );
    expect(adopted.cells.labels).toEqual(truth.labels);
    expect(adopted.nucleusDiameter).toBeGreaterThan(0);
    const numbers = new Set(adopted.nuclei.labels);
    expect(numbers.size - 1).toBe(truth.count);
    expect(adopted.nuclei.labels.every((nucleus, at) => nucleus === 0 || nucleus === truth.labels[at])).toBe(true);
  });
});
