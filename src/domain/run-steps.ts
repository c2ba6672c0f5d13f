import { openPauses } from "./open-pauses.ts";

/*
 * Some long work runs in one piece in one place and with pauses in another. It is written as a generator: it yields between its
 * steps, which take a few ms each, and returns the result.
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
