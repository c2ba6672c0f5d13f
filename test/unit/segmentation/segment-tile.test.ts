import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { defaultSegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { type Samples, type TilePixels, tileId } from "../../../src/domain/tile/tile.ts";
import { matchMasks } from "../../../src/evaluation/match-masks.ts";
import { estimateDiameter } from "../../../src/segmentation/estimate-diameter.ts";
import { loadOpenCV, type OpenCV } from "../../../src/segmentation/opencv.ts";
import { segmentTile } from "../../../src/segmentation/segment-tile.ts";
import type { TileSegmentation } from "../../../src/segmentation/segmentation-stages.ts";
import { countPieces } from "./count-pieces.ts";
import { drawTile, seededRandom } from "./draw-tile.ts";

const name = tileId("t");
let opencv: OpenCV;
beforeAll(async () => {
  opencv = await loadOpenCV();
});

/** Checks that numbers have no gaps, and that every cell is one piece with its nucleus inside. */
function expectSound({ cells, nuclei }: TileSegmentation, pixels: TilePixels): void {
  expect([cells.width, cells.height, nuclei.width, nuclei.height]).toEqual([
    pixels.width,
    pixels.height,
    pixels.width,
    pixels.height,
  ]);
  expect(nuclei.count).toBe(cells.count);
  const numbers = Array.from({ length: cells.count }, (_, index) => index + 1);
  expect([...new Set(cells.labels)].filter((label) => label > 0).sort((a, b) => a - b)).toEqual(numbers);
  expect([...new Set(nuclei.labels)].filter((label) => label > 0).sort((a, b) => a - b)).toEqual(numbers);
  const outside = nuclei.labels.some((label, pixel) => label !== 0 && label !== cells.labels[pixel]);
  expect(outside).toBe(false);
  const pieces = countPieces(cells.labels, cells.width);
  expect(numbers.filter((number) => pieces.get(number) !== 1)).toEqual([]);
}

/**
 * Checks that no nucleus is under the smallest area, or half of it at the border. Outlines are rounded to a pixel of
 * the working scale, so areas may be a little smaller.
 */
function expectLargeEnough({ nuclei, nucleusDiameter, workingScale }: TileSegmentation): void {
  const { width, height, labels, count } = nuclei;
  const areas = new Float64Array(count + 1);
  const cut = new Uint8Array(count + 1);
  labels.forEach((label, pixel) => {
    areas[label]! += 1;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    if (x < workingScale || y < workingScale || x >= width - workingScale || y >= height - workingScale) cut[label] = 1;
  });
  const smallest = defaultSegmentationOptions.smallestArea * (Math.PI / 4) * nucleusDiameter ** 2;
  for (let label = 1; label <= count; label++) {
    expect(areas[label]).toBeGreaterThan(0.8 * smallest * (cut[label] === 1 ? 0.5 : 1));
  }
}

function flipped(samples: Samples | null, width: number): Samples | null {
  return samples?.map((_, pixel) => samples[pixel - 2 * (pixel % width) + width - 1]!) ?? null;
}

function constant(width: number, height: number, value: number): TilePixels {
  const plane = new Uint8Array(width * height).fill(value);
  return { width, height, bitDepth: 8, channels: { red: plane, green: plane, blue: plane, yellow: plane } };
}

describe("segmentTile on drawn tiles", () => {
  it("finds the cells at any size, diameter and bit depth, each one piece with its nucleus inside", () => {
    const scenes = fc.record({
      width: fc.integer({ min: 150, max: 330 }),
      height: fc.integer({ min: 150, max: 330 }),
      diameter: fc.integer({ min: 18, max: 50 }),
      seed: fc.nat(1000),
      bitDepth: fc.constantFrom(8 as const, 16 as const),
    });
    const agreements: number[] = [];
    fc.assert(
      fc.property(scenes, ({ width, height, diameter, seed, bitDepth }) => {
        const { pixels, truth } = drawTile(width, height, diameter, seed, bitDepth);
        const found = segmentTile(opencv, pixels, defaultSegmentationOptions, name);
        expectSound(found, pixels);
        expectLargeEnough(found);
        agreements.push(matchMasks(found.cells, truth, 0.6).f1);
      }),
      { seed: 5, numRuns: 25 },
    );
    const mean = agreements.reduce((sum, value) => sum + value, 0) / agreements.length;
    console.log(`drawn tiles: mean F1 at IoU 0.6 ${mean.toFixed(3)}, least ${Math.min(...agreements).toFixed(3)}`);
    expect(mean).toBeGreaterThan(0.9);
  });

  it("estimates the diameter", () => {
    for (const diameter of [20, 45, 90]) {
      const { pixels } = drawTile(diameter * 9, diameter * 8, diameter, 2);
      const { nucleusDiameter, workingScale } = segmentTile(opencv, pixels, defaultSegmentationOptions, name);
      expect(nucleusDiameter).toBeGreaterThan(0.8 * diameter);
      expect(nucleusDiameter).toBeLessThan(1.25 * diameter);
      expect(workingScale).toBe(Math.max(1, Math.round(nucleusDiameter / 40)));
    }
  });

  it("estimates the diameter of small nuclei in a large tile", () => {
    const side = 1400;
    const random = seededRandom(6);
    const blue = new Uint8Array(side * side).map(() => 5 + 8 * random());
    for (let y = 10; y < side - 10; y += 20) {
      for (let x = 10; x < side - 10; x += 20) {
        if (random() < 0.4) continue;
        for (let dy = -6; dy <= 6; dy++) {
          for (let dx = -6; dx <= 6; dx++) if (Math.hypot(dx, dy) < 6.5) blue[(y + dy) * side + x + dx] = 150;
        }
      }
    }
    const diameter = estimateDiameter(opencv, blue, side, side);
    expect(diameter).toBeGreaterThan(11);
    expect(diameter).toBeLessThan(15);
  });

  it("uses the diameter that it is given", () => {
    const { pixels } = drawTile(300, 240, 40, 4);
    const found = segmentTile(opencv, pixels, { ...defaultSegmentationOptions, nucleusDiameter: 84 }, name);
    expect(found.nucleusDiameter).toBe(84);
    expect(found.workingScale).toBe(2);
    expectSound(found, pixels);
  });

  it("agrees with itself on a mirrored tile", () => {
    const { pixels, truth } = drawTile(301, 240, 36, 9);
    const { red, green, blue, yellow } = pixels.channels;
    const mirrored: TilePixels = {
      ...pixels,
      channels: {
        red: flipped(red, 301),
        green: flipped(green, 301),
        blue: flipped(blue, 301),
        yellow: flipped(yellow, 301),
      },
    };
    const found = segmentTile(opencv, pixels, defaultSegmentationOptions, name);
    const other = segmentTile(opencv, mirrored, defaultSegmentationOptions, name);
    const back = { ...other.cells, labels: Uint16Array.from(flipped(other.cells.labels, 301) ?? []) };
    const [one, two] = [matchMasks(found.cells, truth, 0.6).f1, matchMasks(back, truth, 0.6).f1];
    expect(Math.abs(one - two)).toBeLessThan(0.02);
    expect(matchMasks(found.cells, back, 0.8).f1).toBeGreaterThan(0.95);
  });

  it("finds the cells in light that changes from side to side", () => {
    const { pixels, truth } = drawTile(420, 330, 40, 3);
    const haze = (samples: Samples | null): Uint8Array =>
      Uint8Array.from(samples ?? [], (sample, pixel) => 0.7 * sample + (40 * (pixel % 420)) / 420);
    const { red, green, blue, yellow } = pixels.channels;
    const channels = { red: haze(red), green: haze(green), blue: haze(blue), yellow: haze(yellow) };
    const found = segmentTile(opencv, { ...pixels, channels }, defaultSegmentationOptions, name);
    expect(matchMasks(found.cells, truth, 0.6).f1).toBeGreaterThan(0.95);
  });

  it("finds the cells without red, without yellow, and without both", () => {
    const { pixels, truth } = drawTile(300, 300, 36, 12);
    for (const gone of [["red"], ["yellow"], ["red", "yellow"]]) {
      const channels = Object.fromEntries(
        Object.entries(pixels.channels).map(([channel, samples]) => [channel, gone.includes(channel) ? null : samples]),
      ) as unknown as TilePixels["channels"];
      const found = segmentTile(opencv, { ...pixels, channels }, defaultSegmentationOptions, name);
      expectSound(found, pixels);
      expect(matchMasks(found.cells, truth, 0.6).f1).toBeGreaterThan(0.8);
    }
  });

  it("drops nuclei under the smallest area", () => {
    const { pixels } = drawTile(300, 300, 36, 12);
    const options = { ...defaultSegmentationOptions, nucleusDiameter: 36 };
    const all = segmentTile(opencv, pixels, options, name);
    const none = segmentTile(opencv, pixels, { ...options, nucleusDiameter: 44, smallestArea: 1 }, name);
    expect(all.cells.count).toBeGreaterThan(10);
    expect(none.cells.count).toBeLessThan(all.cells.count);
  });

  it("reaches further with more sensitivity", () => {
    const { pixels } = drawTile(300, 300, 36, 12);
    const areas = [0.1, 0.5, 0.9].map((cellSensitivity) => {
      const { cells } = segmentTile(opencv, pixels, { ...defaultSegmentationOptions, cellSensitivity }, name);
      return cells.labels.reduce((area, label) => area + (label > 0 ? 1 : 0), 0);
    });
    expect(areas[0]).toBeLessThan(areas[1]!);
    expect(areas[1]).toBeLessThanOrEqual(areas[2]!);
  });
});

describe("segmentTile on degenerate tiles", () => {
  it.each([
    ["all black", constant(200, 150, 0)],
    ["saturated", constant(200, 150, 255)],
    ["of one pixel", constant(1, 1, 200)],
    ["of one row", constant(300, 1, 9)],
  ])("finds no cells in a tile that is %s", (_, pixels) => {
    const found = segmentTile(opencv, pixels, defaultSegmentationOptions, name);
    expectSound(found, pixels);
    expect(found.cells.count).toBe(0);
    const given = segmentTile(opencv, pixels, { ...defaultSegmentationOptions, nucleusDiameter: 50 }, name);
    expect(given.cells.count).toBe(0);
  });

  it("finds no cells in noise", () => {
    for (const seed of [1, 2, 3]) {
      const random = seededRandom(seed);
      const pixels = constant(256, 256, 0);
      const noisy = (): Uint8Array => pixels.channels.blue?.map(() => 20 + 30 * (random() + random())) as Uint8Array;
      const channels = { red: noisy(), green: noisy(), blue: noisy(), yellow: noisy() };
      const found = segmentTile(opencv, { ...pixels, channels }, defaultSegmentationOptions, name);
      expectSound(found, pixels);
      expect(found.cells.count).toBe(0);
    }
  });

  it("segments a strip of 16,384 x 64 px", () => {
    const { pixels } = drawTile(1024, 64, 30, 3);
    const strip = constant(16_384, 64, 0);
    const spread = (samples: Samples | null): Uint8Array =>
      new Uint8Array(16_384 * 64).map((_, pixel) => {
        const x = pixel % 16_384;
        return samples?.[Math.floor(pixel / 16_384) * 1024 + (x % 1024)] ?? 0;
      });
    const { red, green, blue, yellow } = pixels.channels;
    const channels = { red: spread(red), green: spread(green), blue: spread(blue), yellow: spread(yellow) };
    const found = segmentTile(opencv, { ...strip, channels }, defaultSegmentationOptions, name);
    expectSound(found, strip);
    expect(found.cells.count).toBeGreaterThan(100);
  });

  it("finds one cell where there is one giant nucleus", () => {
    const pixels = constant(240, 240, 0);
    const disc = new Uint8Array(240 * 240).map((_, pixel) =>
      Math.hypot((pixel % 240) - 120, Math.floor(pixel / 240) - 120) < 100 ? 180 : 10,
    );
    const channels = { red: disc, green: disc, blue: disc, yellow: disc };
    const found = segmentTile(opencv, { ...pixels, channels }, defaultSegmentationOptions, name);
    expectSound(found, pixels);
    expect(found.cells.count).toBe(1);
    expect(found.nucleusDiameter).toBeGreaterThan(180);
  });

  it("refuses more cells than labels can tell apart", () => {
    // There are 66,049 dots of 5 px, one every 8 px.
    const side = 8 * 257;
    const pixels = constant(side, side, 0);
    const dots = new Uint8Array(side * side).map((_, pixel) =>
      Math.hypot((pixel % 8) - 3.5, (Math.floor(pixel / side) % 8) - 3.5) < 2.6 ? 200 : 5,
    );
    const channels = { red: dots, green: dots, blue: dots, yellow: dots };
    const options = { ...defaultSegmentationOptions, nucleusDiameter: 5, smallestArea: 0.1 };
    let thrown: unknown = null;
    try {
      segmentTile(opencv, { ...pixels, channels }, options, tileId("dotty"));
    } catch (error) {
      thrown = error;
    }
    expect((thrown as Error | null)?.name).toBe("SegmentationFailed");
    expect((thrown as Error).message).toMatch(/^dotty\n66049 nuclei/);
  });
});
