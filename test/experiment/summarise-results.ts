import type { RowResult } from "./measure-row.ts";

/** Mean and sample standard deviation. */
export interface Spread {
  readonly mean: number;
  /** Sample standard deviation. 0 for a single value. */
  readonly deviation: number;
}

/** One line of the table. */
export interface RowSummary {
  readonly name: string;
  readonly title: string;
  /** The mean average precision for each seed, in the order of the seeds. */
  readonly bySeed: readonly number[];
  readonly precision: Spread;
  /** Closed share of the gap from `inherit` to true labels: per seed, their mean and spread, and of the means. */
  readonly closed: { readonly bySeed: readonly number[]; readonly spread: Spread; readonly ofMeans: number };
  /** Processor time of training and prediction, mean over the seeds. */
  readonly processorSeconds: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}

/**
 * Computes the lines of the table. Seeds are paired: a seed has the same tiles, initial weights and shuffle in every
 * row.
 * @param results `rows.length` lists, each with one result per seed, in the same order of seeds
 * @param lower name of the row at the lower end of the gap
 * @param upper name of the row at the upper end of the gap
 */
export function summariseResults(
  rows: readonly { readonly name: string; readonly title: string }[],
  results: readonly (readonly Pick<RowResult, "meanAveragePrecision" | "processorSeconds">[])[],
  lower: string,
  upper: string,
): RowSummary[] {
  const precisions = results.map((row) => row.map(({ meanAveragePrecision }) => meanAveragePrecision));
  const low = precisions[rows.findIndex(({ name }) => name === lower)] ?? [];
  const high = precisions[rows.findIndex(({ name }) => name === upper)] ?? [];
  const share = (value: number, from: number, to: number) => (value - from) / (to - from);
  return rows.map(({ name, title }, index) => {
    const bySeed = precisions[index]!;
    const closed = bySeed.map((value, seed) => share(value, low[seed] ?? Number.NaN, high[seed] ?? Number.NaN));
    return {
      name,
      title,
      bySeed,
      precision: spreadOf(bySeed),
      closed: {
        bySeed: closed,
        spread: spreadOf(closed),
        ofMeans: share(spreadOf(bySeed).mean, spreadOf(low).mean, spreadOf(high).mean),
      },
      processorSeconds: spreadOf((results[index] ?? []).map(({ processorSeconds }) => processorSeconds)).mean,
    };
  });
}
