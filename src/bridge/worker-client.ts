import { proxy, type Remote, wrap } from "comlink";
import { cancelled } from "../domain/cancel.ts";
import { problemError } from "../domain/errors.ts";
import { acceptSignals, carrySignal } from "./carry-signal.ts";

/** The end of a worker that no one asked for. */
export interface Crash {
  /** What the calls under way rejected with. */
  readonly error: Error;
  /** What the browser said of it, one line; "" when it said nothing. */
  readonly detail: string;
  /** `performance.now()` */
  readonly at: number;
}

/** A worker as its owner sees it. */
export interface WorkerClient<Api> {
  /**
   * The worker's functions. Callbacks go in as `proxy(callback)`, signals as they are. Every call answers: when the
   * worker dies or is terminated, the calls under way reject instead of hanging for ever.
   */
  readonly api: Api;
  /** Ends the worker at once. Calls under way reject with `Cancelled`, later ones too. */
  readonly terminate: () => void;
  /** True once the worker has died or was terminated. */
  readonly ended: () => boolean;
  /** How the worker died by itself; null while it lives, and when it was terminated. */
  readonly crash: () => Crash | null;
  /** Resolves when the worker dies by itself. */
  readonly crashed: Promise<Crash>;
}

type Call = (...values: unknown[]) => Promise<unknown>;

/** One line, as a problem's parts must be. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/**
 * Wraps a worker whose module exposes `Api` by comlink. comlink alone waits for ever for the answer of a dead worker;
 * here an `error` event (the module does not load, or throws outside of any call) rejects the calls under way.
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
    // Told here, so that it is not reported a second time as an uncaught error of the page.
    event.preventDefault();
    died(event.message ?? "");
  });
  worker.addEventListener("messageerror", () => died("a message could not be read"));

  function call(name: string, values: unknown[]): Promise<unknown> {
    let answered = false;
    // Callbacks travel through ports of their own, so one may arrive after the answer; late progress would look like
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
      // `then` would make an awaited api look like a promise.
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
