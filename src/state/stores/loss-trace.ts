import type { StepProgress } from "../../domain/training/training-progress.ts";

/** The training loss at one moment. `epoch` has fractions; it is 0 at the start of the run. */
export interface TracePoint {
  readonly epoch: number;
  readonly loss: number;
}

/** The largest number of points. More points than the curve has pixels would only cost time. */
export const longestTrace = 400;

/**
 * Adds one step to the trace. When the trace is full, every second point goes, so the trace always spans the whole
 * run. When a run consists of several trainings, the trace spans the current one: each training begins a new trace.
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
