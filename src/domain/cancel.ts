import { hasTag, problemError } from "./errors.ts";

/*
 * There is one way to cancel: an `AbortSignal` goes into every unit of work, and work that is cancelled rejects with
 * the problem `Cancelled`. An exception says so in its docstring. Whoever starts the work aborts the signal with
 * `cancelled(...)` as the reason, so that `fetch` and `signal.throwIfAborted()` reject with the same problem.
 * `AbortSignal.any` joins signals.
 */

/**
 * The problem of work that was ended on purpose. The page does not show it as an error.
 *
 * @param subject names the work, for instance "The export".
 */
export function cancelled(subject: string, remedy = "Start it again."): Error {
  return problemError({ tag: "Cancelled", subject, message: "The work was ended.", remedy });
}

/**
 * The problem that an aborted signal's work rejects with: the signal's own reason, unless someone gave it another
 * one.
 */
export function cancelReason(signal: AbortSignal, subject = "The work"): Error {
  const reason: unknown = signal.reason;
  return hasTag(reason, "Cancelled") ? (reason as Error) : cancelled(subject);
}

/** @throws Cancelled when the signal is aborted. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw cancelReason(signal);
}

/**
 * For work that keeps what it has when it is cancelled: null in the place of `Cancelled`. Other errors pass through.
 */
export async function nullIfCancelled<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (hasTag(error, "Cancelled")) return null;
    throw error;
  }
}
