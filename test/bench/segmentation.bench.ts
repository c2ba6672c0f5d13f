import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { defaultCropOptions } from "../../src/domain/crop-options.ts";
import { defaultSegmentationOptions as options } from "../../src/domain/segmentation-options.ts";
import { tileId } from "../../src/domain/tile.ts";
import { matchMasks } from "../../src/evaluation/match-masks.ts";
import { boxDownsample } from "../../src/imaging/box-downsample.ts";
import { cropCell } from "../../src/imaging/crop-cell.ts";
import { mergeChannels } from "../../src/imaging/merge-channels.ts";
import { findCellMask } from "../../src/segmentation/cell-mask.ts";
import { chooseNetwork } from "../../src/segmentation/choose-network.ts";
import { enlargeLabels } from "../../src/segmentation/enlarge-labels.ts";
import { estimateDiameter } from "../../src/segmentation/estimate-diameter.ts";
import { labelCells } from "../../src/segmentation/label-cells.ts";
import { labelNuclei } from "../../src/segmentation/label-nuclei.ts";
import { measureCells } from "../../src/segmentation/measure-cells.ts";
import { type NucleusNetwork, readNucleusNetwork } from "../../src/segmentation/nucleus-network.ts";
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
  return [...values].sort((a, b) => a - b)[values.length >> 1] as number;
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
      const sum = pooled[index] as { matched: number; judged: number };
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

/** The network trained without the even or the odd images, so that each image is measured by one that has not seen it. */
function networkWithout(half: "even" | "odd"): NucleusNetwork {
  const bytes = readFileSync(resolve(import.meta.dirname, `../../docs/nucleus-network/without-${half}.bin`));
  return readNucleusNetwork(new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)));
}

it("nuclei: mean F1 at IoU 0.5 / 0.6 / 0.75 over the images, diameter estimated, by networks that have not seen them", () => {
  const images = readRealNuclei();
  if (images.length === 0) console.log("The reference nuclei are not there: nothing to measure.");
  const networks = [networkWithout("even"), networkWithout("odd")];
  const ways = ["network", "threshold and shape"] as const;
  const sums = ways.map(() => thresholds.map(() => 0));
  const halves = ways.map(() => [0, 0]);
  const rows = images.map(({ name, image, truth }, index) => {
    const { width, height, samples } = image;
    const diameter = estimateDiameter(opencv, samples, width, height) ?? 0;
    const factor = Math.max(1, Math.round(diameter / nucleusTuning.workingDiameter));
    const raster = boxDownsample(samples, width, height, factor);
    const suited = chooseNetwork(diameter, width, height) === null ? null : (networks[index % 2] as NucleusNetwork);
    const found = [suited, null].map((network, way) => {
      const start = performance.now();
      const nuclei = labelNuclei(opencv, raster, diameter / factor, options, network);
      const time = performance.now() - start;
      const labels = enlargeLabels(nuclei, factor, width, height);
      const figures = thresholds.map(
        (iou) => matchMasks({ width, height, labels, count: nuclei.count }, truth, iou).f1,
      );
      const sum = sums[way] as number[];
      figures.forEach((value, at) => {
        sum[at] = (sum[at] as number) + value / images.length;
      });
      const half = halves[way] as number[];
      half[index % 2] = (half[index % 2] as number) + (figures[1] as number) / (images.length / 2);
      return { count: nuclei.count, time, figures: figures.map((value) => value.toFixed(3)).join(" / ") };
    });
    const [mapped, plain] = found as [(typeof found)[number], (typeof found)[number]];
    return {
      image: name,
      size: `${width} x ${height}`,
      diameter: Math.round(diameter),
      "nuclei / truth": `${mapped.count} / ${truth.count}`,
      F1: mapped.figures,
      "F1 by threshold and shape": suited === null ? "the same" : plain.figures,
      ms: Math.round(mapped.time),
    };
  });
  console.table(rows);
  ways.forEach((way, index) => {
    console.log(
      `${way}: mean F1 at IoU 0.5 / 0.6 / 0.75: ${sums[index]?.map((value) => value.toFixed(3)).join(" / ")}; ` +
        `at 0.6 over the even and the odd images: ${halves[index]?.map((value) => value.toFixed(3)).join(", ")}`,
    );
  });
  expect(rows).toHaveLength(images.length);
});
