import { describe, expect, it } from "vitest";
import { tileId } from "../../../src/domain/tile.ts";
import { measureCells } from "../../../src/segmentation/measure-cells.ts";
import { drawTile } from "./draw-tile.ts";
import { readGrid } from "./text-grid.ts";

describe("measureCells", () => {
  it("measures a cell that can be counted by hand", () => {
    const cellGrid = readGrid(`
      ......
      .11...
      .111.2
      ......
    `);
    const nucleusGrid = readGrid(`
      ......
      ..1...
      .11..2
      ......
    `);
    const { width, height } = cellGrid;
    const green = Uint8Array.from({ length: 24 }, (_, pixel) => pixel);
    const pixels = {
      width,
      height,
      bitDepth: 8 as const,
      channels: { red: null, green, blue: new Uint8Array(24).fill(7), yellow: null },
    };
    const map = (values: number[]) => ({ width, height, labels: Uint16Array.from(values), count: 2 });
    const cells = measureCells(tileId("t"), pixels, map(cellGrid.values), map(nucleusGrid.values));
    expect(cells).toEqual([
      {
        tileId: "t",
        number: 1,
        box: { left: 1, top: 1, right: 4, bottom: 3 },
        centroid: { x: 9 / 5, y: 8 / 5 },
        area: 5,
        nucleusArea: 3,
        touchesBorder: false,
        meanIntensity: { red: null, green: (7 + 8 + 13 + 14 + 15) / 5, blue: 7, yellow: null },
      },
      {
        tileId: "t",
        number: 2,
        box: { left: 5, top: 2, right: 6, bottom: 3 },
        centroid: { x: 5, y: 2 },
        area: 1,
        nucleusArea: 1,
        touchesBorder: true,
        meanIntensity: { red: null, green: 17, blue: 7, yellow: null },
      },
    ]);
  });

  it("agrees with pixel by pixel sums on a drawn tile of 16 bits", () => {
    const { pixels, truth } = drawTile(97, 64, 20, 5, 16);
    const cells = measureCells(tileId("t"), pixels, truth, truth);
    expect(cells).toHaveLength(truth.count);
    for (const cell of cells) {
      const inside = [...truth.labels.keys()].filter((pixel) => truth.labels[pixel] === cell.number);
      const mean = (of: (pixel: number) => number): number =>
        inside.reduce((sum, pixel) => sum + of(pixel), 0) / inside.length;
      const xs = inside.map((pixel) => pixel % 97);
      const ys = inside.map((pixel) => Math.floor(pixel / 97));
      expect(cell.area).toBe(inside.length);
      expect(cell.nucleusArea).toBe(inside.length);
      expect(cell.centroid.x).toBeCloseTo(
        mean((pixel) => pixel % 97),
        9,
      );
      expect(cell.centroid.y).toBeCloseTo(
        mean((pixel) => Math.floor(pixel / 97)),
        9,
      );
      expect(cell.box).toEqual({
        left: Math.min(...xs),
        right: Math.max(...xs) + 1,
        top: Math.min(...ys),
        bottom: Math.max(...ys) + 1,
      });
      expect(cell.meanIntensity.red).toBeCloseTo(
        mean((pixel) => pixels.channels.red?.[pixel] ?? 0),
        6,
      );
      expect(cell.meanIntensity.yellow).toBeCloseTo(
        mean((pixel) => pixels.channels.yellow?.[pixel] ?? 0),
        6,
      );
    }
  });
});
