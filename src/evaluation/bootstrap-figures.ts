import type { Figure } from "../domain/localisation/evaluation.ts";
import { bootstrapLevel, percentileInterval } from "./bootstrap.ts";
import { meanOfDefined } from "./class-metrics.ts";
import { f1Of } from "./decision-counts.ts";
import { type Ranking, rankedFigures } from "./rank-scores.ts";

/** One class's cells, in the forms that its figures are counted from. */
export interface ClassCells {
  readonly ranking: Ranking;
  /** `[clusters]` each: decisions at the class's threshold. */
  readonly truePositives: ArrayLike<number>;
  readonly falsePositives: ArrayLike<number>;
  readonly falseNegatives: ArrayLike<number>;
}

interface ClassFigures {
  readonly averagePrecision: Figure | null;
  readonly rocAuc: Figure | null;
  readonly f1: Figure | null;
}

export interface BootstrappedFigures {
  readonly classes: readonly ClassFigures[];
  /** Of the defined average precisions; in each resample of those that are defined there. */
  readonly meanAveragePrecision: Figure | null;
}

/**
 * Share of the averaged classes that need an interval of their own for the mean to have one. A class whose positives are all of one
 * cluster is left out by the resamples that miss the cluster, and makes up more of those that hold it, where its average precision
 * is the higher for it: of such classes alone, resampled means lie above the mean itself.
 */
const fewestWithInterval = 0.5;

/**
 * Figures of every class with their intervals. All classes see the same resamples, so that the interval of the mean holds what
 * they share: a tile that is hard for all.
 * @param resamples how often each cluster counts, see `drawResamples`
 */
export function bootstrapFigures(
  classes: readonly ClassCells[],
  resamples: readonly ArrayLike<number>[],
): BootstrappedFigures {
  const precisions: (number | null)[][] = [];
  const figures = classes.map((cells): ClassFigures => {
    const values = resamples.map((weights) => figuresOf(cells, weights));
    const { averagePrecision, rocAuc, f1 } = figuresOf(cells, null);
    precisions.push(values.map((value) => value.averagePrecision));
    return {
      averagePrecision: figureOf(
        averagePrecision,
        values.map((value) => value.averagePrecision),
      ),
      rocAuc: figureOf(
        rocAuc,
        values.map((value) => value.rocAuc),
      ),
      f1: figureOf(
        f1,
        values.map((value) => value.f1),
      ),
    };
  });
  const mean = meanOfDefined(figures.map(({ averagePrecision }) => averagePrecision?.value ?? null));
  const means = resamples.map((_, index) => meanOfDefined(precisions.map((values) => values[index] ?? null)));
  const averaged = figures.flatMap(({ averagePrecision }) => averagePrecision ?? []);
  const spread = averaged.filter(({ interval }) => interval !== null);
  const interval =
    spread.length < fewestWithInterval * averaged.length ? null : percentileInterval(means, bootstrapLevel);
  return { classes: figures, meanAveragePrecision: mean === null ? null : { value: mean, interval } };
}

function figuresOf(cells: ClassCells, weights: ArrayLike<number> | null) {
  const { truePositives, falsePositives, falseNegatives } = cells;
  const total = (counts: ArrayLike<number>) => {
    let sum = 0;
    for (let cluster = 0; cluster < counts.length; cluster += 1) {
      sum += counts[cluster]! * (weights === null ? 1 : weights[cluster]!);
    }
    return sum;
  };
  return {
    ...rankedFigures(cells.ranking, weights),
    f1: f1Of({
      truePositives: total(truePositives),
      falsePositives: total(falsePositives),
      falseNegatives: total(falseNegatives),
    }),
  };
}

function figureOf(value: number | null, values: readonly (number | null)[]): Figure | null {
  return value === null ? null : { value, interval: percentileInterval(values, bootstrapLevel) };
}
