import { beforeAll, expect, it } from "vitest";
import type { LabelMap } from "../../../src/domain/tile/label-map.ts";
import { defaultSegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { type Samples, type TilePixels, tileId } from "../../../src/domain/tile/tile.ts";
import { matchMasks } from "../../../src/evaluation/match-masks.ts";
import { loadOpenCV, type OpenCV } from "../../../src/segmentation/opencv.ts";
import { segmentTile } from "../../../src/segmentation/segment-tile.ts";
import { drawTile } from "./draw-tile.ts";
import { readRealTiles } from "./real-images.ts";

let opencv: OpenCV;
let scenes: { readonly pixels: TilePixels; readonly truth: LabelMap; readonly before: number }[] = [];
beforeAll(async () => {
  opencv = await loadOpenCV();
  const real = readRealTiles(1);
  if (real.length === 0) console.log("The reference tiles are missing: only drawn tiles are turned.");
  const drawn = [3, 8].map((seed) => drawTile(420, 330, 40, seed));
  scenes = [...drawn, ...real].map(({ pixels, truth }) => ({
    pixels,
    truth,
    before: agreement(pixels, truth.labels, truth.count),
  }));
});

interface Size {
  readonly width: number;
  readonly height: number;
}
/** The place in the image that the sample at (x, y) of the turned image comes from. */
type Turn = (x: number, y: number, from: Size) => readonly [number, number];

const turns: Readonly<Record<string, { readonly swaps: boolean; readonly source: Turn }>> = {
  mirrored: { swaps: false, source: (x, y, { width }) => [width - 1 - x, y] },
  "turned by 90°": { swaps: true, source: (x, y, { height }) => [y, height - 1 - x] },
  "turned by 180°": { swaps: false, source: (x, y, { width, height }) => [width - 1 - x, height - 1 - y] },
};

function turned<Values extends Samples>(values: Values, from: Size, { swaps, source }: (typeof turns)[string]): Values {
  const width = swaps ? from.height : from.width;
  const height = swaps ? from.width : from.height;
  const out = values.slice() as Values;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [fromX, fromY] = source(x, y, from);
      out[y * width + x] = values[fromY * from.width + fromX]!;
    }
  }
  return out;
}

function agreement(pixels: TilePixels, truth: Uint16Array, count: number): number {
  const { width, height } = pixels;
  const { cells } = segmentTile(opencv, pixels, defaultSegmentationOptions, tileId("t"));
  return matchMasks(cells, { width, height, labels: truth, count }, 0.6).f1;
}

it.each(Object.keys(turns))("agrees as well with the truth when the tile is %s", (name) => {
  const turn = turns[name]!;
  for (const { pixels, truth, before } of scenes) {
    const flip = <Values extends Samples>(values: Values) => turned(values, pixels, turn);
    const { red, green, blue, yellow } = pixels.channels;
    const other: TilePixels = {
      ...pixels,
      width: turn.swaps ? pixels.height : pixels.width,
      height: turn.swaps ? pixels.width : pixels.height,
      channels: {
        red: red && flip(red),
        green: green && flip(green),
        blue: blue && flip(blue),
        yellow: yellow && flip(yellow),
      },
    };
    const after = agreement(other, flip(truth.labels), truth.count);
    console.log(`${pixels.width} px, ${name}: F1 ${before.toFixed(3)}, then ${after.toFixed(3)}`);
    expect(Math.abs(before - after)).toBeLessThan(0.02);
  }
});
