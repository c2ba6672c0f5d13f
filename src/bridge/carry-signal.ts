import { type TransferHandler, transferHandlers } from "comlink";
import { cancelReason } from "../domain/cancel.ts";
import { type Problem, problemError, problemFrom } from "../domain/errors.ts";

/*
 * Carries an `AbortSignal` into a worker. A signal cannot be cloned, so each call that has one gets a message channel
 * of its own: the page sends the problem through it when the signal is aborted, and null when the call has answered.
 * Either closes both ends. The problem travels as its parts, because a clone of an error keeps no name but those of
 * the language itself.
 */

/** What travels. */
interface SignalMessage {
  readonly port: MessagePort;
  /** Not null when the signal was aborted before the call. */
  readonly reason: Problem | null;
}

/** Messages made by `carrySignal`: comlink asks of every argument whether it is one. */
const carried = new WeakSet<object>();

function reasonOf(signal: AbortSignal): Problem {
  return problemFrom(cancelReason(signal), "The work");
}

/**
 * The page's end.
 *
 * @returns `message` takes the signal's place among the arguments of one call; `close` is to be called when the call
 * has answered.
 */
export function carrySignal(signal: AbortSignal): { readonly message: SignalMessage; readonly close: () => void } {
  const { port1, port2 } = new MessageChannel();
  const tell = () => port1.postMessage(reasonOf(signal));
  signal.addEventListener("abort", tell, { once: true });
  const message: SignalMessage = { port: port2, reason: signal.aborted ? reasonOf(signal) : null };
  carried.add(message);
  return {
    message,
    close() {
      signal.removeEventListener("abort", tell);
      port1.postMessage(null);
      port1.close();
    },
  };
}

function receiveSignal({ port, reason }: SignalMessage): AbortSignal {
  const controller = new AbortController();
  const end = (problem: Problem | null) => {
    port.close();
    if (problem !== null) controller.abort(problemError(problem));
  };
  if (reason !== null) end(reason);
  else port.onmessage = ({ data }: MessageEvent<Problem | null>) => end(data);
  return controller.signal;
}

/** Lets this thread's comlink send and receive signals. Page and workers call it before their first call. */
export function acceptSignals(): void {
  const handler: TransferHandler<object, SignalMessage> = {
    canHandle: (value): value is object => typeof value === "object" && value !== null && carried.has(value),
    serialize: (value) => [value as SignalMessage, [(value as SignalMessage).port]],
    deserialize: receiveSignal,
  };
  transferHandlers.set("signal", handler);
}
