import { expect, it } from "vitest";
import type { LabelMap } from "../../src/domain/tile/label-map.ts";
import { defaultSegmentationOptions as options } from "../../src/domain/tile/segmentation-options.ts";
import { type Samples, type TilePixels, tileId } from "../../src/domain/tile/tile.ts";
import { matchMasks } from "../../src/evaluation/match-masks.ts";
import { boxDownsample } from "../../src/imaging/box-downsample.ts";
import { enlargeLabels } from "../../src/segmentation/enlarge-labels.ts";
import { estimateDiameter } from "../../src/segmentation/estimate-diameter.ts";
import { labelNuclei } from "../../src/segmentation/label-nuclei.ts";
import { loadOpenCV, type OpenCV } from "../../src/segmentation/opencv.ts";
import { segmentTile } from "../../src/segmentation/segment-tile.ts";
import { cellTuning, nucleusTuning } from "../../src/segmentation/tuning.ts";
import { drawTile } from "../unit/segmentation/draw-tile.ts";
import { readRealNuclei, readRealTiles } from "../unit/segmentation/real-images.ts";

/*
 * Measures the effect of each constant: computes the figures of docs/segmentation.md with one constant changed at a
 * time. Nuclei are measured by the mean F1 at IoU 0.6 over every other image (choose on the first half, report the
 * second). Cells are pooled over the tiles, both unchanged and under changes that a constant fitted to three images
 * would not survive.
 */

type Constants = Record<string, number>;
const nucleus: Constants = nucleusTuning;
const cell: Constants = cellTuning;

const variants: readonly (readonly [name: string, constants: Constants, change: Constants])[] = [
  ["as it is", nucleus, {}],
  ["no brightness step in joining", nucleus, { stepPower: 0 }],
  ["stronger brightness step", nucleus, { stepPower: 0.6 }],
  ["join more readily", nucleus, { joinRatio: 0.66 }],
  ["part more readily", nucleus, { joinRatio: 0.8 }],
  ["no dark seam in joining", nucleus, { darkestSeam: 1 }],
  ["outline at 40 % of the nucleus", nucleus, { outlineLevel: 0.4 }],
  ["more blur", nucleus, { blur: 0.06 }],
  ["finer working scale", nucleus, { workingDiameter: 60 }],
  ["coarser working scale", nucleus, { workingDiameter: 30 }],
  ["cell edge further out", cell, { maskLevel: 0.35 }],
  ["cell edge further in", cell, { maskLevel: 0.7 }],
  ["seams by distance alone", cell, { dimnessPower: 0 }],
  ["softer seams", cell, { dimnessPower: 2 }],
  ["harder seams", cell, { dimnessPower: 6 }],
];

interface Scene {
  readonly pixels: TilePixels;
  readonly truth: LabelMap;
}

function eachSample({ pixels, truth }: Scene, change: (sample: number, x: number) => number): Scene {
  const { width, channels } = pixels;
  const of = (samples: Samples | null): Samples | null =>
    samples &&
    Uint8Array.from(samples, (sample, pixel) => Math.min(255, Math.round(change(sample, (pixel % width) / width))));
  const { red, green, blue, yellow } = channels;
  return {
    pixels: { ...pixels, channels: { red: of(red), green: of(green), blue: of(blue), yellow: of(yellow) } },
    truth,
  };
}

function resized({ pixels, truth }: Scene, scale: number): Scene {
  const [width, height] = [Math.round(pixels.width * scale), Math.round(pixels.height * scale)];
  const of = <Values extends Samples>(values: Values): Values => {
    const out = values.slice(0, 0).constructor as new (length: number) => Values;
    const taken = new out(width * height);
    for (let pixel = 0; pixel < taken.length; pixel++) {
      const [x, y] = [pixel % width, Math.floor(pixel / width)];
      const from =
        Math.min(pixels.height - 1, Math.floor(y / scale)) * pixels.width +
        Math.min(pixels.width - 1, Math.floor(x / scale));
      taken[pixel] = values[from]!;
    }
    return taken;
  };
  const { red, green, blue, yellow } = pixels.channels;
  const channels = {
    red: red && of(red),
    green: green && of(green),
    blue: blue && of(blue),
    yellow: yellow && of(yellow),
  };
  return {
    pixels: { ...pixels, width, height, channels },
    truth: { width, height, labels: of(truth.labels), count: truth.count },
  };
}

const conditions: readonly (readonly [string, (scene: Scene) => Scene])[] = [
  ["as they are", (scene) => scene],
  ["uneven light", (scene) => eachSample(scene, (sample, x) => 0.7 * sample + 40 * x)],
  ["dim", (scene) => eachSample(scene, (sample) => 0.3 * sample)],
  ["0.7 times the size", (scene) => resized(scene, 0.7)],
  ["0.25 times the size", (scene) => resized(scene, 0.25)],
  [
    "without yellow",
    ({ pixels, truth }) => ({ pixels: { ...pixels, channels: { ...pixels.channels, yellow: null } }, truth }),
  ],
  [
    "without red",
    ({ pixels, truth }) => ({ pixels: { ...pixels, channels: { ...pixels.channels, red: null } }, truth }),
  ],
];

function cellFigures(opencv: OpenCV, scenes: readonly Scene[]): string {
  const sums = [0.6, 0.75].map((iou) => {
    let [matched, judged] = [0, 0];
    for (const { pixels, truth } of scenes) {
      const { cells } = segmentTile(opencv, pixels, options, tileId("t"));
      const match = matchMasks(cells, truth, iou);
      matched += 2 * match.truePositives;
      judged += 2 * match.truePositives + match.falsePositives + match.falseNegatives;
    }
    return matched / judged;
  });
  return sums.map((value) => value.toFixed(3)).join(" / ");
}

it("prints the effect of each constant", async () => {
  const opencv = await loadOpenCV();
  const real = readRealTiles();
  if (real.length === 0) console.log("The reference images are not there: drawn tiles are used, and no nuclei.");
  const tiles: readonly Scene[] = real.length > 0 ? real : [drawTile(700, 600, 60, 1), drawTile(700, 600, 60, 2)];
  const images = readRealNuclei().map((image) => {
    const { width, height, samples } = image.image;
    return { ...image, diameter: estimateDiameter(opencv, samples, width, height) ?? 0 };
  });
  const rows: Record<string, string>[] = [];
  for (const [name, constants, change] of variants) {
    const saved = { ...constants };
    Object.assign(constants, change);
    const halves = [0, 0];
    images.forEach(({ image, truth, diameter }, index) => {
      const { width, height, samples } = image;
      const factor = Math.max(1, Math.round(diameter / nucleusTuning.workingDiameter));
      const nuclei = labelNuclei(opencv, boxDownsample(samples, width, height, factor), diameter / factor, options);
      const labels = enlargeLabels(nuclei, factor, width, height);
      const { f1 } = matchMasks({ width, height, labels, count: nuclei.count }, truth, 0.6);
      halves[index % 2]! += f1 / (images.length / 2);
    });
    rows.push({
      variant: name,
      "nuclei, halves": halves.map((value) => value.toFixed(3)).join(", "),
      "cells at IoU 0.6 / 0.75": cellFigures(opencv, tiles),
    });
    Object.assign(constants, saved);
  }
  console.table(rows);
  const table = conditions.map(([name, change]) => ({
    tiles: name,
    "cells at IoU 0.6 / 0.75": cellFigures(opencv, tiles.map(change)),
  }));
  console.table(table);
  expect(rows).toHaveLength(variants.length);
});
