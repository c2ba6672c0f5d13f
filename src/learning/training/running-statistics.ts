import * as tf from "@tensorflow/tfjs-core";
import { type BatchStatistics, updateRunning } from "../network/batch-norm.ts";
import { type Parameters, parameter } from "../network/parameters.ts";

/** The batch statistics of a micro-batch, by the name of the normalisation layer. */
export type LayerStatistics = ReadonlyMap<string, BatchStatistics>;

/** Disposes the statistics of a batch that failed. */
export function disposeStatistics(statistics: LayerStatistics): void {
  for (const { mean, variance } of statistics.values()) tf.dispose([mean, variance]);
}

/**
 * Moves the running statistics towards the statistics of a micro-batch. Disposes the old running statistics and the
 * statistics of the micro-batch.
 *
 * @param seen the number of micro-batches before this one; see `updateRunning`
 */
export function takeStatistics(parameters: Parameters, statistics: LayerStatistics, seen: number): Parameters {
  const next = new Map(parameters);
  for (const [name, { mean, variance }] of statistics) {
    for (const [key, batch] of [
      [`${name}.running_mean`, mean],
      [`${name}.running_var`, variance],
    ] as const) {
      const running = parameter(parameters, key);
      next.set(key, updateRunning(running, batch, seen));
      tf.dispose([running, batch]);
    }
  }
  return next;
}
