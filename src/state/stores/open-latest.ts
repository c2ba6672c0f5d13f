import { cancelled } from "../../domain/cancel.ts";

/** Signals for work of which only the newest counts. */
export interface Latest {
  /** A signal for new work; the work before it is cancelled. */
  readonly next: () => AbortSignal;
  readonly cancel: () => void;
}

/** @param subject names the work, for instance "The preview". */
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
