import type { Crash, WorkerClient } from "../../../src/bridge/worker-client.ts";
import { cancelled } from "../../../src/domain/cancel.ts";
import { problemError } from "../../../src/domain/errors.ts";

type Call = (...values: unknown[]) => Promise<unknown>;

export interface FakeWorkers<Api> {
  readonly spawn: () => WorkerClient<Api>;
  readonly spawned: () => number;
  /** Returns the number of workers that their owner has terminated. */
  readonly terminated: () => number;
  /** Makes the last started worker die by itself. */
  readonly crash: (detail: string) => void;
}

/**
 * Makes workers without threads. `make` returns the functions of each worker. As with real workers, the calls under way
 * reject when the worker dies or is terminated.
 */
export function fakeWorkers<Api extends object>(make: () => Api): FakeWorkers<Api> {
  let spawned = 0;
  let terminated = 0;
  let crash: (detail: string) => void = () => {};

  function spawn(): WorkerClient<Api> {
    spawned += 1;
    let failure: Error | null = null;
    let died: Crash | null = null;
    let tell: (crash: Crash) => void = () => {};
    const crashed = new Promise<Crash>((resolve) => {
      tell = resolve;
    });
    const waiting = new Set<(error: Error) => void>();
    const functions = make();
    const end = (error: Error) => {
      failure ??= error;
      for (const reject of waiting) reject(error);
    };
    crash = (detail) => {
      if (failure !== null) return;
      const error = problemError({
        tag: "Unexpected",
        subject: "Worker",
        message: `Died (${detail}).`,
        remedy: "Retry.",
      });
      died = { error, detail, at: performance.now() };
      end(error);
      tell(died);
    };
    const api = new Proxy(functions, {
      get: (target, name) =>
        ((...values) =>
          new Promise((resolve, reject) => {
            if (failure !== null) {
              reject(failure);
              return;
            }
            waiting.add(reject);
            void (target[name as keyof Api] as Call)(...values)
              .then(resolve, reject)
              .finally(() => waiting.delete(reject));
          })) satisfies Call,
    });
    return {
      api,
      terminate: () => {
        if (failure !== null) return;
        terminated += 1;
        end(cancelled("Worker"));
      },
      ended: () => failure !== null,
      crash: () => died,
      crashed,
    };
  }

  return { spawn, spawned: () => spawned, terminated: () => terminated, crash: (detail) => crash(detail) };
}
