import { beforeAll, expect, it } from "vitest";
import { defaultCropOptions } from "../../src/domain/tile/crop-options.ts";
import { defaultSegmentationOptions as options } from "../../src/domain/tile/segmentation-options.ts";
import { tileId } from "../../src/domain/tile/tile.ts";
import { matchMasks } from "../../src/evaluation/match-masks.ts";
import { boxDownsample } from "../../src/imaging/box-downsample.ts";
import { cropCell } from "../../src/imaging/crop-cell.ts";
import { mergeChannels } from "../../src/imaging/merge-channels.ts";
import { findCellMask } from "../../src/segmentation/cell-mask.ts";
import { enlargeLabels } from "../../src/segmentation/enlarge-labels.ts";
import { estimateDiameter } from "../../src/segmentation/estimate-diameter.ts";
import { labelCells } from "../../src/segmentation/label-cells.ts";
import { labelNuclei } from "../../src/segmentation/label-nuclei.ts";
import { measureCells } from "../../src/segmentation/measure/measure-cells.ts";
import { loadOpenCV, type OpenCV } from "../../src/segmentation/opencv.ts";
import { segmentTile } from "../../src/segmentation/segment-tile.ts";
import { nucleusTuning } from "../../src/segmentation/tuning.ts";
import { drawTile } from "../unit/segmentation/draw-tile.ts";
import { readRealNuclei, readRealTiles } from "../unit/segmentation/real-images.ts";

const thresholds = [0.5, 0.6, 0.75];
const rounds = 9;
let opencv: OpenCV;
beforeAll(async () => {
  opencv = await loadOpenCV();
});

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

it("cells: F1 at IoU 0.5 / 0.6 / 0.75 against HPA-Cell-Segmentation, and stage timings", () => {
  const real = readRealTiles();
  if (real.length === 0) console.log("The reference tiles are not there: drawn tiles are used instead.");
  const tiles =
    real.length > 0 ? real : [1, 2].map((seed) => ({ name: `drawn ${seed}`, ...drawTile(2048, 2048, 170, seed) }));
  const pooled = thresholds.map(() => ({ matched: 0, judged: 0 }));
  const rows: Record<string, string | number>[] = [];
  for (const { name, pixels, truth } of tiles) {
    const times = new Map<string, number[]>();
    const timed = <Result>(stage: string, task: () => Result): Result => {
      const start = performance.now();
      const result = task();
      times.set(stage, [...(times.get(stage) ?? []), performance.now() - start]);
      return result;
    };
    const { width, height } = pixels;
    const blue = pixels.channels.blue as Uint8Array;
    let found = timed("whole", () => segmentTile(opencv, pixels, options, tileId(name)));
    for (let round = 0; round < rounds; round++) {
      found = timed("whole", () => segmentTile(opencv, pixels, options, tileId(name)));
      const diameter = timed("estimate", () => estimateDiameter(opencv, blue, width, height)) ?? 0;
      const factor = Math.max(1, Math.round(diameter / nucleusTuning.workingDiameter));
      const merged = timed("merge", () => mergeChannels(pixels, factor));
      const size = { width: merged.width, height: merged.height };
      const nuclei = timed("nuclei", () =>
        labelNuclei(opencv, { ...size, values: merged.nucleus }, diameter / factor, options),
      );
      const body = { ...size, values: merged.cellBody };
      const cells = timed("cells", () => {
        const mask = findCellMask(opencv, body, nuclei, diameter / factor, options.cellSensitivity);
        return labelCells(opencv, body, nuclei, mask, diameter / factor);
      });
      timed("enlarge", () => enlargeLabels(cells, factor, width, height));
      const records = timed("measure", () => measureCells(tileId(name), pixels, found.cells, found.nuclei));
      const crop = new Uint8Array(defaultCropOptions.size ** 2 * 4);
      timed("crops", () => {
        for (const record of records) cropCell(pixels, found.cells, record, defaultCropOptions, crop);
      });
    }
    const figures = thresholds.map((iou, index) => {
      const match = matchMasks(found.cells, truth, iou);
      const sum = pooled[index]!;
      sum.matched += 2 * match.truePositives;
      sum.judged += 2 * match.truePositives + match.falsePositives + match.falseNegatives;
      return match.f1.toFixed(3);
    });
    rows.push({
      tile: name.slice(0, 8),
      side: width,
      diameter: Math.round(found.nucleusDiameter),
      scale: found.workingScale,
      "cells / truth": `${found.cells.count} / ${truth.count}`,
      F1: figures.join(" / "),
      ...Object.fromEntries([...times].map(([stage, list]) => [`${stage} ms`, Math.round(median(list))])),
    });
  }
  console.table(rows);
  const whole = pooled.map(({ matched, judged }) => matched / judged);
  console.log(`pooled F1 at IoU 0.5 / 0.6 / 0.75: ${whole.map((value) => value.toFixed(3)).join(" / ")}`);
  expect(whole[1]).toBeGreaterThan(0.8);
});

it("nuclei: mean F1 at IoU 0.5 / 0.6 / 0.75 over the images, diameter estimated", () => {
  const images = readRealNuclei();
  if (images.length === 0) console.log("The reference nuclei are not there: nothing to measure.");
  const sums = thresholds.map(() => 0);
  const halves = [0, 0];
  const rows = images.map(({ name, image, truth }, index) => {
    const { width, height, samples } = image;
    const diameter = estimateDiameter(opencv, samples, width, height) ?? 0;
    const factor = Math.max(1, Math.round(diameter / nucleusTuning.workingDiameter));
    const nuclei = labelNuclei(opencv, boxDownsample(samples, width, height, factor), diameter / factor, options);
    const labels = enlargeLabels(nuclei, factor, width, height);
    const figures = thresholds.map((iou) => matchMasks({ width, height, labels, count: nuclei.count }, truth, iou).f1);
    figures.forEach((value, at) => {
      sums[at]! += value / images.length;
    });
    halves[index % 2]! += figures[1]! / (images.length / 2);
    return {
      image: name,
      size: `${width} x ${height}`,
      diameter: Math.round(diameter),
      "nuclei / truth": `${nuclei.count} / ${truth.count}`,
      F1: figures.map((value) => value.toFixed(3)).join(" / "),
    };
  });
  console.table(rows);
  console.log(
    `mean F1 at IoU 0.5 / 0.6 / 0.75: ${sums.map((value) => value.toFixed(3)).join(" / ")}; ` +
      `at 0.6 over every other image: ${halves.map((value) => value.toFixed(3)).join(", ")}`,
  );
  expect(rows).toHaveLength(images.length);
});
