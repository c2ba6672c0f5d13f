import type { EpochMetrics } from "../../domain/training/training-progress.ts";
import type { TracePoint } from "../stores/loss-trace.ts";

/** A common x axis in epochs, with fractions, and one series per curve. null: the curve has no value at this x. */
export interface CurveData {
  readonly epochs: readonly number[];
  /** Loss of single steps. */
  readonly stepLoss: readonly (number | null)[];
  readonly trainingLoss: readonly (number | null)[];
  readonly validationLoss: readonly (number | null)[];
  readonly meanAveragePrecision: readonly (number | null)[];
}

/** Puts steps and epochs on one axis, ascending and without repeats. */
export function curveData(trace: readonly TracePoint[], metrics: readonly EpochMetrics[]): CurveData {
  const steps = new Map(trace.map((point) => [point.epoch, point.loss]));
  const ends = new Map(metrics.map((epoch) => [epoch.epoch, epoch]));
  const epochs = [...new Set([...steps.keys(), ...ends.keys()])].sort((a, b) => a - b);
  return {
    epochs,
    stepLoss: epochs.map((x) => steps.get(x) ?? null),
    trainingLoss: epochs.map((x) => ends.get(x)?.trainingLoss ?? null),
    validationLoss: epochs.map((x) => ends.get(x)?.validationLoss ?? null),
    meanAveragePrecision: epochs.map((x) => ends.get(x)?.meanAveragePrecision ?? null),
  };
}
