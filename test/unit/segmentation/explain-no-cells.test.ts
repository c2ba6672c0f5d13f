import { beforeAll, describe, expect, it } from "vitest";
import {
  defaultSegmentationOptions as defaults,
  type SegmentationOptions,
} from "../../../src/domain/tile/segmentation-options.ts";
import { type TilePixels, tileId } from "../../../src/domain/tile/tile.ts";
import { explainNoCells } from "../../../src/segmentation/explain-no-cells.ts";
import { loadOpenCV, type OpenCV } from "../../../src/segmentation/opencv.ts";
import { segmentTile } from "../../../src/segmentation/segment-tile.ts";
import { seededRandom } from "./draw-tile.ts";

const name = tileId("t");
const side = 200;
let opencv: OpenCV;
beforeAll(async () => {
  opencv = await loadOpenCV();
});

function tileOf(blue: (x: number, y: number) => number): TilePixels {
  const plane = new Uint8Array(side * side).map((_, pixel) => blue(pixel % side, Math.floor(pixel / side)));
  return { width: side, height: side, bitDepth: 8, channels: { red: plane, green: plane, blue: plane, yellow: plane } };
}

/** Discs around the given middles on a dark background; by default 40 px wide. */
function discs(middles: readonly (readonly [number, number])[], value: number, radius = 20): TilePixels {
  return tileOf((x, y) => (middles.some(([cx, cy]) => Math.hypot(x - cx, y - cy) < radius) ? value : 10));
}

/** The message for a tile; checks first that segmentation finds no cells in it. */
function explain(pixels: TilePixels, change: Partial<SegmentationOptions> = {}): string {
  const options = { ...defaults, ...change };
  expect(segmentTile(opencv, pixels, options, name).cells.count).toBe(0);
  const { tag, subject, message, remedy } = explainNoCells(opencv, pixels, options, name);
  expect([tag, subject]).toEqual(["NoCells", name]);
  return `${message} ${remedy}`;
}

describe("explainNoCells", () => {
  it("says that the blue channel has the same value everywhere", () => {
    expect(explain(tileOf(() => 0))).toMatch(/blue channel is 0 everywhere.*nuclear stain/);
    expect(explain(tileOf(() => 255))).toMatch(/blue channel is 255 everywhere/);
  });

  it("says that the blue channel is saturated", () => {
    const random = seededRandom(1);
    expect(explain(tileOf(() => (random() < 0.8 ? 255 : 250)))).toMatch(/80 % of its blue channel are saturated/);
  });

  it("says that border cells are left out", () => {
    const pixels = discs([[0, 100]], 200);
    expect(explain(pixels, { borderCells: "drop" })).toMatch(/cuts its only nucleus.*Keep border cells/);
  });

  it("says that all nuclei are under the smallest area", () => {
    const pixels = discs(
      [
        [50, 50],
        [140, 140],
      ],
      200,
    );
    const text = explain(pixels, { nucleusDiameter: 90, smallestArea: 0.9 });
    expect(text).toMatch(
      /each of 2 nuclei is under the smallest area\. Lower the smallest area or the nucleus diameter/,
    );
  });

  it("says that there is only noise", () => {
    const random = seededRandom(2);
    expect(explain(tileOf(() => 20 + 30 * (random() + random())))).toMatch(/No nuclei were found.*from the noise/);
  });

  it("explains a tile of 1 x 1 px", () => {
    const plane = Uint8Array.of(9);
    const pixels: TilePixels = {
      width: 1,
      height: 1,
      bitDepth: 8,
      channels: { red: plane, green: plane, blue: plane, yellow: plane },
    };
    expect(explain(pixels)).toMatch(/blue channel is 9 everywhere/);
  });
});
