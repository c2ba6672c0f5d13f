import { proxy, type Remote, wrap } from "comlink";
import { problemError } from "../domain/errors.ts";

/** A worker as its owner sees it. */
export interface WorkerClient<Api> {
  /**
   * The worker's functions. Callbacks go in as `proxy(callback)`. Every call answers: when the worker dies or is
   * terminated, the calls under way reject instead of hanging for ever.
   */
  readonly api: Api;
  /** Ends the worker at once. Calls under way reject with `Cancelled`, later ones too. */
  readonly terminate: () => void;
  /** True once the worker has died or was terminated. */
  readonly ended: () => boolean;
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
 * @param remedy What to do when it has died; unless told otherwise no other one takes its place.
 */
export function connectWorker<Api extends object>(
  worker: Worker,
  subject: string,
  remedy = "Reload the page: another worker is started then. What is stored stays.",
): WorkerClient<Api> {
  const remote = wrap<Record<string, Call>>(worker) as Remote<Record<string, Call>>;
  let failure: Error | null = null;
  const waiting = new Set<(error: Error) => void>();

  function end(error: Error): void {
    if (failure !== null) return;
    failure = error;
    worker.terminate();
    for (const reject of waiting) reject(error);
    waiting.clear();
  }

  function died(detail: string): void {
    end(
      problemError({
        tag: "Unexpected",
        subject,
        message: oneLine(`The worker behind this ended by itself${detail ? ` (${detail})` : ""}.`),
        remedy,
      }),
    );
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
    const sent = values.map((value) =>
      typeof value === "function"
        ? proxy((...news: unknown[]) => {
            if (!answered) value(...news);
          })
        : value,
    );
    return new Promise((resolve, reject) => {
      if (failure !== null) {
        reject(failure);
        return;
      }
      waiting.add(reject);
      const remoteCall = remote[name]! as Call;
      remoteCall(...sent)
        .then(resolve, reject)
        .finally(() => waiting.delete(reject));
    }).finally(() => {
      answered = true;
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
    terminate: () =>
      end(problemError({ tag: "Cancelled", subject, message: "The work was ended.", remedy: "Start it again." })),
    ended: () => failure !== null,
  };
}
