import { beforeAll, describe, expect, it } from "vitest";
import { hpaClasses } from "../../../src/domain/localisation/localisation.ts";
import type { Samples } from "../../../src/domain/tile/tile.ts";
import { gaussianBlur } from "../../../src/sample/gaussian-blur.ts";
import { generateTile, type SampleTile } from "../../../src/sample/generate-tile.ts";
import { proteinPatterns } from "../../../src/sample/protein-patterns.ts";

/*
 * These tests check that patterns can be told apart by their structure, and not by brightness. Cells of single-class
 * tiles are measured in the finished, noisy samples with the true masks. Linear discriminants are learnt on some tiles
 * and tested on others.
 */

const diameter = 54;
const side = 250;
const patterns = [...proteinPatterns.keys(), 18];

interface MeasuredCell {
  readonly classIndex: number;
  /** Logarithm of the mean of each channel. */
  readonly means: readonly number[];
  readonly structure: Readonly<Record<Statistic, number>>;
}
const statistics = [
  "nucleus",
  "rim",
  "border",
  "peak",
  "nucleusPeak",
  "fine",
  "coarse",
  "offset",
  "coherence",
  "alignment",
] as const;
type Statistic = (typeof statistics)[number];

function measureTile(tile: SampleTile, classIndex: number): MeasuredCell[] {
  const { width, height, channels } = tile.pixels;
  const planes = [channels.red, channels.green, channels.blue, channels.yellow] as [Samples, Samples, Samples, Samples];
  const green = Float32Array.from(planes[1]);
  const [sharp, soft] = [green.slice(), green.slice()];
  gaussianBlur(sharp, width, height, 0.8);
  gaussianBlur(soft, width, height, 0.12 * (diameter / 2));
  const [borderNear, rimNear] = [nearBorder(tile.cells.labels, width), nearBorder(tile.nuclei.labels, width)];
  const detail = sharp.map((value, i) => value - (soft[i] ?? 0));
  const pixelLists = Array.from({ length: tile.cells.count + 1 }, (): number[] => []);
  tile.cells.labels.forEach((label, i) => {
    if (label !== 0) pixelLists[label]?.push(i);
  });
  return tile.cellLabels.flatMap((labels, index) => {
    if (!labels.includes(classIndex)) return [];
    const pixels = pixelLists[index + 1] ?? [];
    const nucleus = pixels.filter((i) => tile.nuclei.labels[i] === index + 1);
    // Cells that the border cuts to a small rest are left out.
    if (nucleus.length < 700 || pixels.length < 2400) return [];
    const inner = pixels.filter(
      (i) => i % width > 1 && i % width < width - 2 && i > 2 * width && i < width * (height - 2),
    );
    return [
      { classIndex, means: planes.map((plane) => Math.log(meanOver(plane, pixels))), structure: measureStructure() },
    ];

    function measureStructure(): Record<Statistic, number> {
      // The unspecific staining that every cell shows is subtracted.
      const veil = quantile(sharp, pixels, 0.1);
      const light = (i: number) => Math.max(0, (sharp[i] ?? 0) - veil);
      const total = pixels.reduce((sum, i) => sum + light(i), 0);
      const share = (list: readonly number[]) => list.reduce((sum, i) => sum + light(i), 0) / total;
      const mean = total / pixels.length;
      const deviation = (plane: Float32Array, list: readonly number[]) => {
        const middle = meanOver(plane, list);
        return Math.sqrt(list.reduce((sum, i) => sum + ((plane[i] ?? 0) - middle) ** 2, 0) / list.length);
      };
      const centre = (weight: (i: number) => number, list: readonly number[]) => {
        let [sum, x, y] = [0, 0, 0];
        for (const i of list) {
          const w = weight(i);
          sum += w;
          x += w * (i % width);
          y += w * Math.floor(i / width);
        }
        return [x / sum, y / sum] as const;
      };
      const bright = quantile(soft, pixels, 0.98);
      const [bx, by] = centre((i) => ((soft[i] ?? 0) >= bright ? 1 : 0), pixels);
      const [nx, ny] = centre(() => 1, nucleus);
      const { coherence, alignment } = structureTensor(sharp, width, inner);
      return {
        nucleus: share(nucleus),
        rim: share(pixels.filter((i) => rimNear[i] === 1)),
        border: share(pixels.filter((i) => borderNear[i] === 1)),
        peak: Math.log(quantile(sharp, pixels, 1) / (meanOver(sharp, pixels) + 1)),
        nucleusPeak: Math.log((quantile(sharp, nucleus, 0.99) + 1) / (quantile(sharp, nucleus, 0.5) + 1)),
        fine: Math.log(deviation(detail, pixels) / (mean + 1)),
        coarse: Math.log(deviation(soft, pixels) / (mean + 1)),
        offset: Math.hypot(bx - nx, by - ny) / (diameter / 2),
        coherence,
        alignment,
      };
    }
  });
}

/** 1 for pixels with another label two px away to the left, right, top or bottom. */
function nearBorder(labels: Uint16Array, width: number): Uint8Array {
  const near = new Uint8Array(labels.length);
  for (let i = 0; i < labels.length; i += 1) {
    const label = labels[i];
    for (const step of [-2, 2, -2 * width, 2 * width]) if ((labels[i + step] ?? label) !== label) near[i] = 1;
  }
  return near;
}

/** How much the surroundings of bright pixels look like lines, and how parallel all lines are; 0..1 each. */
function structureTensor(
  plane: Float32Array,
  width: number,
  pixels: readonly number[],
): { coherence: number; alignment: number } {
  let [all, local, xxAll, yyAll, xyAll] = [0, 0, 0, 0, 0];
  for (const i of pixels) {
    let [xx, yy, xy] = [0, 0, 0];
    for (const step of [-width - 1, -width, -width + 1, -1, 0, 1, width - 1, width, width + 1]) {
      const dx = (plane[i + step + 1] ?? 0) - (plane[i + step - 1] ?? 0);
      const dy = (plane[i + step + width] ?? 0) - (plane[i + step - width] ?? 0);
      xx += dx * dx;
      yy += dy * dy;
      xy += dx * dy;
    }
    all += xx + yy;
    local += Math.hypot(xx - yy, 2 * xy);
    xxAll += xx;
    yyAll += yy;
    xyAll += xy;
  }
  return { coherence: local / all, alignment: Math.hypot(xxAll - yyAll, 2 * xyAll) / (xxAll + yyAll) };
}

function meanOver(plane: ArrayLike<number>, list: readonly number[]): number {
  return list.reduce((sum, i) => sum + (plane[i] ?? 0), 0) / list.length;
}

function quantile(plane: ArrayLike<number>, list: readonly number[], q: number): number {
  return Float32Array.from(list, (i) => plane[i] ?? 0).sort()[Math.floor(q * (list.length - 1))] ?? 0;
}

/**
 * Linear discriminants with one covariance for all classes, slightly shrunk; returns the predicted class of each cell.
 */
function discriminate(
  train: readonly MeasuredCell[],
  test: readonly MeasuredCell[],
  features: (cell: MeasuredCell) => readonly number[],
): number[] {
  const size = features(train[0]!).length;
  const means = new Map(
    patterns.map((classIndex) => {
      const own = train.filter((cell) => cell.classIndex === classIndex).map(features);
      return [
        classIndex,
        Array.from({ length: size }, (_, k) => own.reduce((sum, row) => sum + (row[k] ?? 0), 0) / own.length),
      ];
    }),
  );
  const covariance = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const cell of train) {
    const centred = features(cell).map((value, k) => value - (means.get(cell.classIndex)?.[k] ?? 0));
    covariance.forEach((row, a) => {
      for (let b = 0; b < size; b += 1) row[b] = (row[b] ?? 0) + ((centred[a] ?? 0) * (centred[b] ?? 0)) / train.length;
    });
  }
  covariance.forEach((row, a) => {
    row[a] = 1.05 * (row[a] ?? 0) + 1e-6;
  });
  const scores = [...means].map(([classIndex, mean]) => {
    const weights = solve(covariance, mean);
    const offset = -0.5 * mean.reduce((sum, value, k) => sum + value * (weights[k] ?? 0), 0);
    return {
      classIndex,
      score: (row: readonly number[]) => row.reduce((sum, value, k) => sum + value * (weights[k] ?? 0), offset),
    };
  });
  return test.map((cell) => {
    const row = features(cell);
    return scores.reduce((best, next) => (next.score(row) > best.score(row) ? next : best)).classIndex;
  });
}

/** Solves linear equations by Gaussian elimination with pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  const size = rows.length;
  for (let k = 0; k < size; k += 1) {
    const pivot = rows
      .slice(k)
      .reduce((best, row, i) => (Math.abs(row[k] ?? 0) > Math.abs(rows[best]?.[k] ?? 0) ? k + i : best), k);
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    const top = rows[k]!;
    rows.forEach((row, i) => {
      if (i === k) return;
      const factor = (row[k] ?? 0) / (top[k] ?? 1);
      for (let j = k; j <= size; j += 1) row[j] = (row[j] ?? 0) - factor * (top[j] ?? 0);
    });
  }
  return rows.map((row, i) => (row[size] ?? 0) / (row[i] ?? 1));
}

const folds: MeasuredCell[][] = [];

beforeAll(() => {
  for (const seed of [1, 2, 3]) {
    folds.push(
      patterns.flatMap((classIndex) => {
        const size = { width: side, height: side, nucleusDiameter: diameter, density: 1 };
        const options = {
          ...size,
          name: "tile",
          bitDepth: 8,
          seed: 100 * seed + classIndex,
          classes: [classIndex],
        } as const;
        return measureTile(generateTile(options), classIndex);
      }),
    );
  }
}, 120_000);

function medianOf(classIndex: number, statistic: Statistic): number {
  const own = folds.flat().filter((cell) => cell.classIndex === classIndex);
  return own.map((cell) => cell.structure[statistic]).sort((a, b) => a - b)[own.length >> 1] ?? Number.NaN;
}

/** The `count` classes with the largest median of a statistic, ascending. */
function leading(statistic: Statistic, count: number): number[] {
  return [...proteinPatterns.keys()]
    .sort((a, b) => medianOf(b, statistic) - medianOf(a, statistic))
    .slice(0, count)
    .sort((a, b) => a - b);
}

/** Share of each class's cells that are classified correctly by discriminants that were learnt on the other tiles. */
function recall(features: (cell: MeasuredCell) => readonly number[]): { all: number; each: number[] } {
  const right = new Map(patterns.map((classIndex): [number, boolean[]] => [classIndex, []]));
  for (const held of folds) {
    const guesses = discriminate(folds.filter((fold) => fold !== held).flat(), held, features);
    held.forEach(({ classIndex }, i) => {
      right.get(classIndex)?.push(guesses[i] === classIndex);
    });
  }
  const share = (list: readonly boolean[]) => list.filter(Boolean).length / list.length;
  return { all: share([...right.values()].flat()), each: [...right.values()].map(share) };
}

describe("proteinPatterns", () => {
  it("covers all classes but Mitotic spindle and Negative", () => {
    expect(patterns.length).toBe(18);
    expect(hpaClasses.names.filter((_, classIndex) => !patterns.includes(classIndex))).toEqual(["Mitotic spindle"]);
  });

  it("puts each protein where its compartment is", () => {
    // Nucleoplasm, membrane, nucleoli, fibrillar centres, speckles and bodies are in the nucleus, the others outside.
    expect(leading("nucleus", 6)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(leading("rim", 1)).toEqual([1]);
    expect(leading("border", 1)).toEqual([13]);
    expect(leading("alignment", 1)).toEqual([9]);
    // Spots have higher peaks than an even cytosol.
    for (const spotted of [3, 5, 7, 12, 15, 17]) {
      expect(medianOf(spotted, "peak")).toBeGreaterThan(medianOf(16, "peak") + 0.5);
    }
    // Threads look more like lines than dots do.
    for (const threads of [8, 9, 10]) {
      expect(medianOf(threads, "coherence")).toBeGreaterThan(medianOf(17, "coherence"));
    }
    expect(medianOf(0, "nucleusPeak")).toBeLessThan(medianOf(4, "nucleusPeak"));
    // The Golgi apparatus is on one side of the nucleus.
    expect(medianOf(7, "offset")).toBeGreaterThan(medianOf(0, "offset") + 0.5);
  });

  it("can be told apart by structure, not by mean intensities", () => {
    const byStructure = recall(({ structure }) => statistics.map((name) => structure[name]));
    const byMeans = recall(({ means }) => means);
    const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
    console.log(
      `${folds.flat().length} cells of ${patterns.length} patterns, tiles held out: ${percent(byStructure.all)} right by ` +
        `${statistics.length} structural statistics, ${percent(byMeans.all)} by the four mean intensities`,
    );
    console.log(
      patterns
        .map((classIndex, i) => `${hpaClasses.names[classIndex]} ${percent(byStructure.each[i] ?? 0)}`)
        .join(", "),
    );
    expect(byStructure.all).toBeGreaterThan(0.65);
    expect(byMeans.all).toBeLessThan(0.35);
    // Guessing would be right in 6 % of the cells.
    expect(Math.min(...byStructure.each)).toBeGreaterThan(0.2);
  });
});
