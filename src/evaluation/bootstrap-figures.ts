import type { Figure } from "../domain/localisation/evaluation.ts";
import { bootstrapLevel, percentileInterval } from "./bootstrap.ts";
import { meanOfDefined } from "./class-metrics.ts";
import { f1Of } from "./decision-counts.ts";
import { type Ranking, rankedFigures } from "./rank-scores.ts";

/** The cells of one class, prepared so that the class's figures can be counted from them many times. */
export interface ClassCells {
  readonly ranking: Ranking;
  /** `[clusters]`, like the next two: number of decisions of this kind at the class's threshold. */
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
  /** The mean of the average precisions that are defined; in each resample, of those that are defined there. */
  readonly meanAveragePrecision: Figure | null;
}

/**
 * The mean has an interval only if at least this share of its classes have one. Consider a class whose positives are
 * all in one cluster. Resamples without this cluster leave the class out. Resamples with it often draw it several
 * times, which raises the share of positives and so the average precision. With such classes alone, the means of the
 * resamples would be above the mean itself.
 */
const fewestWithInterval = 0.5;

/**
 * Computes the figures of every class and their intervals. All classes use the same resamples, so that the interval of
 * the mean takes account of what they share, for example a tile that is difficult for all classes.
 *
 * @param resamples how often each cluster counts in each resample, see `drawResamples`.
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
