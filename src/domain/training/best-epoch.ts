import type { EpochMetrics } from "./training-progress.ts";

/** The figure epochs are ranked by, the higher the better: validation mAP, or without one the training loss turned round. */
function scoreOf({ meanAveragePrecision, trainingLoss }: EpochMetrics): number {
  return meanAveragePrecision ?? -trainingLoss;
}

/** The best of a run's epochs, by validation mAP, by training loss where no tile is held back; of equals the first. */
export function bestEpoch(epochs: readonly EpochMetrics[]): EpochMetrics | null {
  let best: EpochMetrics | null = null;
  for (const epoch of epochs) if (best === null || scoreOf(epoch) > scoreOf(best)) best = epoch;
  return best;
}

/**
 * Whether a run has gone `patience` epochs without a better validation figure (Prechelt 1998, "Early Stopping - But When?", the
 * plainest of its criteria). Never without validation: the training loss says nothing of when to stop.
 *
 * @param patience epochs; 0 never stops.
 */
export function shouldStopEarly(epochs: readonly EpochMetrics[], patience: number): boolean {
  const last = epochs.at(-1);
  if (patience === 0 || last === undefined || last.meanAveragePrecision === null) return false;
  return last.epoch - (bestEpoch(epochs)?.epoch ?? last.epoch) >= patience;
}
