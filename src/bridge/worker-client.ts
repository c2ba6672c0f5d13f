import { proxy, type Remote, wrap } from "comlink";
import { cancelled } from "../domain/cancel.ts";
import { problemError } from "../domain/errors.ts";
import { acceptSignals, carrySignal } from "./carry-signal.ts";

/** A worker has ended although nobody terminated it. */
export interface Crash {
  /** The calls that were under way reject with this error. */
  readonly error: Error;
  /** The browser's message about the crash, one line; "" when there was none. */
  readonly detail: string;
  /** `performance.now()` */
  readonly at: number;
}

/** A worker, as the code that started it uses it. */
export interface WorkerClient<Api> {
  /**
   * The worker's functions. Pass callbacks as `proxy(callback)` and signals as they are. Every call answers: when the
   * worker dies or is terminated, the calls under way reject instead of waiting for ever.
   */
  readonly api: Api;
  /** Ends the worker at once. Calls under way and later calls reject with `Cancelled`. */
  readonly terminate: () => void;
  /** True once the worker has died or was terminated. */
  readonly ended: () => boolean;
  /** How the worker died by itself. null while it lives, and when it was terminated. */
  readonly crash: () => Crash | null;
  /** Resolves when the worker dies by itself. */
  readonly crashed: Promise<Crash>;
}

type Call = (...values: unknown[]) => Promise<unknown>;

/** Puts a text on one line, because each part of a problem must be one line. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/**
 * Wraps a worker whose module exposes `Api` by comlink. comlink alone waits for ever for the answer of a dead worker.
 * Here an `error` event rejects the calls under way. Such an event comes when the module does not load, or throws
 * outside of any call.
 *
 * @param subject Names the worker in messages, for instance "Image processing".
 */
export function connectWorker<Api extends object>(worker: Worker, subject: string): WorkerClient<Api> {
  const remote = wrap<Record<string, Call>>(worker) as Remote<Record<string, Call>>;
  let failure: Error | null = null;
  let crash: Crash | null = null;
  let tellCrash: (crash: Crash) => void = () => {};
  const crashed = new Promise<Crash>((resolve) => {
    tellCrash = resolve;
  });
  const waiting = new Set<(error: Error) => void>();
  acceptSignals();

  function end(error: Error): void {
    if (failure !== null) return;
    failure = error;
    worker.terminate();
    for (const reject of waiting) reject(error);
    waiting.clear();
  }

  function died(said: string): void {
    if (failure !== null) return;
    const detail = oneLine(said);
    const message = `The worker behind this ended by itself${detail ? ` (${detail})` : ""}.`;
    const remedy = "Try again; if it happens again, reload the page.";
    crash = { error: problemError({ tag: "Unexpected", subject, message, remedy }), detail, at: performance.now() };
    end(crash.error);
    tellCrash(crash);
  }

  worker.addEventListener("error", (event) => {
    // The error is handled here. Without this the page would report it a second time as an uncaught error.
    event.preventDefault();
    died(event.message ?? "");
  });
  worker.addEventListener("messageerror", () => died("a message could not be read"));

  function call(name: string, values: unknown[]): Promise<unknown> {
    let answered = false;
    // Each callback travels through its own port, so it may arrive after the answer. Late progress would look like
    // work that never ends.
    const ports: (() => void)[] = [];
    const send = (value: unknown): unknown => {
      if (typeof value === "function") {
        return proxy((...news: unknown[]) => {
          if (!answered) value(...news);
        });
      }
      if (!(value instanceof AbortSignal)) return value;
      const { message, close } = carrySignal(value);
      ports.push(close);
      return message;
    };
    return new Promise((resolve, reject) => {
      if (failure !== null) {
        reject(failure);
        return;
      }
      waiting.add(reject);
      const remoteCall = remote[name]! as Call;
      remoteCall(...values.map(send))
        .then(resolve, reject)
        .finally(() => waiting.delete(reject));
    }).finally(() => {
      answered = true;
      for (const close of ports) close();
    });
  }

  const calls = new Map<PropertyKey, Call>();
  const api = new Proxy({} as Api, {
    get(_, name) {
      // With a function `then`, the api would look like a promise to `await`.
      if (typeof name !== "string" || name === "then") return undefined;
      let entry = calls.get(name);
      if (entry === undefined) {
        entry = (...values) => call(name, values);
        calls.set(name, entry);
      }
      return entry;
    },
  });

  return {
    api,
    terminate: () => end(cancelled(subject)),
    ended: () => failure !== null,
    crash: () => crash,
    crashed,
  };
}
