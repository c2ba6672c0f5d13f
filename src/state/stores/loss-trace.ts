import type { StepProgress } from "../../domain/training/training-progress.ts";

/** The training loss at one moment; `epoch` counts with fractions, 0 at the start of the run. */
export interface TracePoint {
  readonly epoch: number;
  readonly loss: number;
}

/** Points at most: more than the curve has pixels would only cost. */
export const longestTrace = 400;

/**
 * The trace with one more step. When it is full every second point goes, so it always spans the whole run. Of a run of several trainings
 * it spans the one in hand: the next begins anew.
 */
export function extendTrace(trace: readonly TracePoint[], progress: StepProgress): readonly TracePoint[] {
  const { step, steps } = progress.phase ?? progress;
  const epoch = (step / Math.max(1, steps)) * progress.epochs;
  const point = { epoch, loss: progress.loss };
  if (!Number.isFinite(point.loss)) return trace;
  const begun = progress.phase === undefined || (trace.at(-1)?.epoch ?? 0) < epoch ? trace : [];
  const kept = begun.length < longestTrace ? begun : begun.filter((_, index) => index % 2 === 0);
  return [...kept, point];
}
