/** A signal that is never aborted, for work that a test does not cancel. */
export const never: AbortSignal = new AbortController().signal;
