import { openPauses } from "./open-pauses.ts";

/*
 * Some callers run long work in one piece, others run the same work with pauses. Such work is a generator. It yields
 * between its steps, which take a few ms each, and returns the result.
 */

/** Runs all steps at once. */
export function runSteps<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/**
 * Runs all steps, with a pause before each (`openPauses`).
 *
 * @throws Cancelled
 */
export async function runStepsWithPauses<T>(steps: Generator<void, T>, signal: AbortSignal): Promise<T> {
  const pause = openPauses(signal);
  for (;;) {
    await pause();
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
