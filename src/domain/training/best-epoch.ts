import type { EpochMetrics } from "./training-progress.ts";

/**
 * The score that epochs are ranked by; higher is better. It is the mean average precision on the validation cells,
 * or the negative training loss when there is no validation figure.
 */
function scoreOf({ meanAveragePrecision, trainingLoss }: EpochMetrics): number {
  return meanAveragePrecision ?? -trainingLoss;
}

/**
 * The best epoch of a run: the one with the highest validation mean average precision, or with the lowest training
 * loss when no tile is held back. The first of several equal epochs wins.
 * @returns null when the list is empty.
 */
export function bestEpoch(epochs: readonly EpochMetrics[]): EpochMetrics | null {
  let best: EpochMetrics | null = null;
  for (const epoch of epochs) if (best === null || scoreOf(epoch) > scoreOf(best)) best = epoch;
  return best;
}

/**
 * Whether the last `patience` epochs of a run brought no better validation figure (the simplest criterion of
 * Prechelt 1998, "Early Stopping - But When?"). Without validation a run never stops early: the training loss does
 * not tell when to stop.
 *
 * @param patience number of epochs; 0 means that the run never stops early.
 */
export function shouldStopEarly(epochs: readonly EpochMetrics[], patience: number): boolean {
  const last = epochs.at(-1);
  if (patience === 0 || last === undefined || last.meanAveragePrecision === null) return false;
  return last.epoch - (bestEpoch(epochs)?.epoch ?? last.epoch) >= patience;
}
