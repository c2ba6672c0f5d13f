import { type TransferHandler, transferHandlers } from "comlink";
import { cancelReason } from "../domain/cancel.ts";
import { type Problem, problemError, problemFrom } from "../domain/errors.ts";

/*
 * Carries an `AbortSignal` into a worker. A signal cannot be cloned. So each call with a signal gets its own message
 * channel. The page sends the problem through the channel when the signal is aborted, and null when the call has
 * answered. Either message closes both ends. The problem travels as a plain object, because the clone of an error
 * keeps only the names of the language's own errors.
 */

/** The message that takes the signal's place in a call. */
interface SignalMessage {
  readonly port: MessagePort;
  /** Not null when the signal was aborted before the call. */
  readonly reason: Problem | null;
}

/** The messages that `carrySignal` made. comlink asks for every argument whether it is such a message. */
const carried = new WeakSet<object>();

function reasonOf(signal: AbortSignal): Problem {
  return problemFrom(cancelReason(signal), "The work");
}

/**
 * Prepares a signal for one call. This is the page's end of the channel.
 *
 * @returns `message` takes the signal's place among the arguments of the call. Call `close` when the call has
 * answered.
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
