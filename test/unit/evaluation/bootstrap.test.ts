import { describe, expect, it } from "vitest";
import { averagePrecision } from "../../../src/evaluation/average-precision.ts";
import { bootstrapLevel, drawResamples, percentileInterval } from "../../../src/evaluation/bootstrap.ts";
import { bootstrapFigures, type ClassCells } from "../../../src/evaluation/bootstrap-figures.ts";
import { rankScores } from "../../../src/evaluation/rank-scores.ts";
import { drawNormal, randomStream } from "../../../src/learning/random.ts";

function cellsOf(scores: readonly number[], targets: readonly number[], clusters: readonly number[]): ClassCells {
  return {
    ranking: rankScores(scores, targets, clusters),
    truePositives: [0, 0, 0],
    falsePositives: [0, 0, 0],
    falseNegatives: [0, 0, 0],
  };
}

describe("drawResamples", () => {
  it("draws as many clusters as there are, with replacement, the same for the same seed", () => {
    const draw = (seed: number) => drawResamples(7, 100, randomStream(seed, "bootstrap"));
    expect(draw(1)).toEqual(draw(1));
    expect(draw(2)).not.toEqual(draw(1));
    for (const weights of draw(1)) expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(7);
    const mean = draw(3).reduce((sum, weights) => sum + weights[4]!, 0) / 100;
    expect(Math.abs(mean - 1)).toBeLessThan(0.3);
  });
});

describe("bootstrapFigures", () => {
  const scores = [0.9, 0.8, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3];
  const targets = [1, 0, 1, 0, 1, 0, 0, 1];
  const clusters = [0, 0, 1, 1, 2, 2, 0, 1];

  it("gives the same figures as copying each cell as often as its cluster was drawn", () => {
    const resamples = drawResamples(3, 40, randomStream(4, "bootstrap"));
    const values = resamples.map((weights) => {
      const copies = scores.flatMap((_, cell) => Array.from({ length: weights[clusters[cell]!]! }, () => cell));
      return averagePrecision(
        copies.map((cell) => scores[cell]!),
        copies.map((cell) => targets[cell]!),
      );
    });
    const { classes, meanAveragePrecision } = bootstrapFigures([cellsOf(scores, targets, clusters)], resamples);
    const interval = percentileInterval(values, bootstrapLevel);
    expect(classes[0]?.averagePrecision?.value).toBeCloseTo(averagePrecision(scores, targets) ?? Number.NaN, 12);
    expect(classes[0]?.averagePrecision?.interval?.low).toBeCloseTo(interval?.low ?? Number.NaN, 12);
    expect(classes[0]?.averagePrecision?.interval?.high).toBeCloseTo(interval?.high ?? Number.NaN, 12);
    expect(meanAveragePrecision).toEqual(classes[0]?.averagePrecision);
  });

  it("gives no interval when all positives are in one cluster, and no figure when there are no positives", () => {
    const resamples = drawResamples(3, 500, randomStream(4, "bootstrap"));
    const oneCluster = cellsOf(scores, [1, 1, 0, 0, 0, 0, 1, 0], clusters);
    const none = cellsOf(scores, [0, 0, 0, 0, 0, 0, 0, 0], clusters);
    const { classes, meanAveragePrecision } = bootstrapFigures([oneCluster, none], resamples);
    expect(classes[0]?.averagePrecision?.value).toBeGreaterThan(0.5);
    expect(classes[0]?.averagePrecision?.interval).toBeNull();
    expect(classes[1]).toEqual({ averagePrecision: null, rocAuc: null, f1: null });
    expect(meanAveragePrecision?.value).toBe(classes[0]?.averagePrecision?.value);
  });

  it("gives the mean no interval when the positives of most classes are in one cluster", () => {
    const resamples = drawResamples(3, 500, randomStream(4, "bootstrap"));
    const spread = cellsOf(scores, targets, clusters);
    const ofOne = [0, 1, 2].map((cluster) =>
      cellsOf(
        scores,
        clusters.map((one) => (one === cluster ? 1 : 0)),
        clusters,
      ),
    );
    const [first, second, third] = ofOne as [ClassCells, ClassCells, ClassCells];
    const mean = (...classes: ClassCells[]) => bootstrapFigures(classes, resamples).meanAveragePrecision;
    expect(mean(first, second, third)?.interval).toBeNull();
    expect(mean(spread, first, second)?.interval).toBeNull();
    expect(mean(spread, first)?.interval).not.toBeNull();
  });

  it("contains the true area in about 9 of 10 repeats with 40 tiles; drawing single cells would not", () => {
    // As in tiles, the cells of a cluster share their label and half of the noise. Positives score 1 higher, so the
    // area under the ROC curve is Φ(1 / √2).
    const truth = 0.760_25;
    const repeats = 150;
    const [tiles, cellsEach] = [40, 6];
    const targets = Array.from({ length: tiles * cellsEach }, (_, cell) => (cell % tiles) % 2);
    const none = new Uint8Array(targets.length);
    const held = { byTile: 0, byCell: 0 };
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      const random = randomStream(repeat, "coverage");
      const shifts = Array.from({ length: tiles }, () => drawNormal(random) * Math.SQRT1_2);
      const scores = targets.map((target, cell) => {
        return target + shifts[cell % tiles]! + drawNormal(random) * Math.SQRT1_2;
      });
      const holds = (clusters: readonly number[], count: number): number => {
        const ranking = rankScores(scores, targets, clusters);
        const cells = { ranking, truePositives: none, falsePositives: none, falseNegatives: none };
        const { classes } = bootstrapFigures([cells], drawResamples(count, 200, random));
        const { low, high } = classes[0]?.rocAuc?.interval ?? { low: 1, high: 0 };
        return low <= truth && truth <= high ? 1 : 0;
      };
      held.byTile += holds(
        targets.map((_, cell) => cell % tiles),
        tiles,
      );
      held.byCell += holds(
        targets.map((_, cell) => cell),
        targets.length,
      );
    }
    expect(held.byTile / repeats).toBeGreaterThan(0.88);
    expect(held.byTile / repeats).toBeLessThan(0.99);
    expect(held.byCell / repeats).toBeLessThan(0.75);
  });
});
