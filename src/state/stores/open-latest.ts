import { cancelled } from "../../domain/cancel.ts";

/** Signals for a kind of work in which only the newest request counts. */
export interface Latest {
  /** Returns a signal for new work and cancels the work before it. */
  readonly next: () => AbortSignal;
  readonly cancel: () => void;
}

/** @param subject Names the work, for instance "The preview". */
export function openLatest(subject: string): Latest {
  let controller = new AbortController();
  const cancel = () => controller.abort(cancelled(subject));
  return {
    next() {
      cancel();
      controller = new AbortController();
      return controller.signal;
    },
    cancel,
  };
}
