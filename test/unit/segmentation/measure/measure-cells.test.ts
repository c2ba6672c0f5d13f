import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CellMeasurements } from "../../../../src/domain/cell/cell-measurements.ts";
import { channelNames, tileId } from "../../../../src/domain/tile/tile.ts";
import { measureCells } from "../../../../src/segmentation/measure/measure-cells.ts";
import { drawTile } from "../draw-tile.ts";
import { readGrid } from "../text-grid.ts";

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
    expect(cells.map(({ measurements: _, ...place }) => place)).toEqual([
      {
        tileId: "t",
        number: 1,
        box: { left: 1, top: 1, right: 4, bottom: 3 },
        centroid: { x: 9 / 5, y: 8 / 5 },
        area: 5,
        nucleusArea: 3,
        touchesBorder: false,
        corrected: false,
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
        corrected: false,
        meanIntensity: { red: null, green: 17, blue: 7, yellow: null },
      },
    ]);
  });

  it("agrees with sums pixel by pixel on a drawn tile of 16 bits", () => {
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

  it("leaves out numbers that do not occur", () => {
    const { width, height, values } = readGrid(`
      .1.
      ...
      3.3
    `);
    const map = { width, height, labels: Uint16Array.from(values), count: 3 };
    const green = new Uint8Array(9).fill(9);
    const pixels = { width, height, bitDepth: 8 as const, channels: { red: null, green, blue: green, yellow: null } };
    const cells = measureCells(tileId("t"), pixels, map, { ...map, labels: new Uint16Array(9), count: 0 });
    expect(cells.map(({ number, area }) => [number, area])).toEqual([
      [1, 1],
      [3, 2],
    ]);
    expect(cells.map(({ measurements }) => measurements?.nucleus)).toEqual([null, null]);
    expect(cells[1]?.measurements?.intensity.green).toEqual({
      cell: { integrated: 18, p95: 9 },
      nucleus: null,
      cytoplasm: { integrated: 18, p95: 9 },
    });
  });
});

/** One case that test/golden/segmentation-measurements.py wrote with scikit-image. */
interface GoldenCase {
  readonly width: number;
  readonly height: number;
  readonly depth: 8 | 16;
  /** Runs of [length, value], row by row. */
  readonly cells: readonly (readonly [number, number])[];
  readonly nuclei: readonly (readonly [number, number])[];
  readonly measured: readonly (CellMeasurements & { readonly number: number })[];
}
const golden = JSON.parse(
  readFileSync(new URL("../../../golden/segmentation-measurements.json", import.meta.url), "utf8"),
) as { readonly cases: Readonly<Record<string, GoldenCase>> };

function unpack({ width, height }: GoldenCase, runs: GoldenCase["cells"]) {
  const labels = Uint16Array.from(runs.flatMap(([length, value]) => Array.from({ length }, () => value)));
  return { width, height, labels, count: Math.max(...runs.map(([, value]) => value)) };
}

/** The same formula as in the Python script. */
function samplesOf({ width, height, depth }: GoldenCase, channel: number) {
  const samples = depth === 8 ? new Uint8Array(width * height) : new Uint16Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const block = (Math.floor(x / 9) + Math.floor(y / 7)) % 5;
      samples[y * width + x] =
        (x * 7919 + y * 10473 + ((x * y) % 613) * 31 + (channel + 1) * 1009 * block) % 2 ** depth;
    }
  }
  return samples;
}

/** Checks that every number in `found` is within 1e-9 of that in `expected`, relative to its size. */
function expectClose(found: unknown, expected: unknown, path: string): void {
  if (typeof expected === "number") {
    expect(typeof found, path).toBe("number");
    expect(Math.abs((found as number) - expected), path).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
  } else if (expected === null) expect(found, path).toBeNull();
  else {
    for (const [key, value] of Object.entries(expected as object)) {
      expectClose((found as Record<string, unknown>)[key], value, `${path}.${key}`);
    }
  }
}

describe.each(Object.entries(golden.cases))("measurements of %s", (_, example) => {
  it("agree with scikit-image and numpy", () => {
    const { width, height, depth } = example;
    const [red, green, blue, yellow] = channelNames.map((_name, index) => samplesOf(example, index));
    if (!red || !green || !blue || !yellow) throw new Error("four channels");
    const pixels = { width, height, bitDepth: depth, channels: { red, green, blue, yellow } };
    const cells = measureCells(tileId("t"), pixels, unpack(example, example.cells), unpack(example, example.nuclei));
    expect(cells.map(({ number }) => number)).toEqual(example.measured.map(({ number }) => number));
    for (const [index, { number, ...expected }] of example.measured.entries()) {
      expectClose(cells[index]?.measurements, expected, `cell ${number}`);
    }
  });
});
