import type { StepProgress } from "../domain/training.ts";

/** The training loss at one moment; `epoch` counts with fractions, 0 at the start of the run. */
export interface TracePoint {
  readonly epoch: number;
  readonly loss: number;
}

/** Points at most: more than the curve has pixels would only cost. */
export const longestTrace = 400;

/** The trace with one more step. When it is full every second point goes, so it always spans the whole run. */
export function extendTrace(trace: readonly TracePoint[], progress: StepProgress): readonly TracePoint[] {
  const epoch = (progress.step / Math.max(1, progress.steps)) * progress.epochs;
  const point = { epoch, loss: progress.loss };
  if (!Number.isFinite(point.loss)) return trace;
  const kept = trace.length < longestTrace ? trace : trace.filter((_, index) => index % 2 === 0);
  return [...kept, point];
}
