import { vi } from "vitest";
import type { DatasetWorkerApi, LearningWorkerApi } from "../../../src/bridge/contracts.ts";
import { connectWorker, type WorkerClient } from "../../../src/bridge/worker-client.ts";

/** Workers of one kind that the test can crash. */
export interface CrashingWorkers<Api> {
  readonly spawn: () => WorkerClient<Api>;
  readonly spawned: () => number;
  /** Makes the last started worker throw outside of any call. Resolves when the page knows about it. */
  readonly crash: () => Promise<void>;
  readonly end: () => void;
}

/** ms. A worker that lived so long before it crashed is always replaced. */
const longLife = 60_000;

function crashing<Api extends object>(start: () => Worker, subject: string): CrashingWorkers<Api> {
  const started: { readonly worker: Worker; readonly client: WorkerClient<Api> }[] = [];
  const now = performance.now.bind(performance);
  let lived = 0;
  // The page's clock jumps ahead before each crash.
  vi.spyOn(performance, "now").mockImplementation(() => now() + lived);
  return {
    spawn() {
      const worker = start();
      const client = connectWorker<Api>(worker, subject);
      started.push({ worker, client });
      return client;
    },
    spawned: () => started.length,
    async crash() {
      const last = started.at(-1);
      lived += longLife;
      last?.worker.postMessage("crash");
      await last?.client.crashed;
    },
    end() {
      vi.mocked(performance.now).mockRestore();
      for (const { client } of started) client.terminate();
    },
  };
}

export function crashingDatasetWorkers(): CrashingWorkers<DatasetWorkerApi> {
  return crashing(
    () => new Worker(new URL("./crashing-dataset.worker.ts", import.meta.url), { type: "module" }),
    "The data set",
  );
}

export function crashingLearningWorkers(): CrashingWorkers<LearningWorkerApi> {
  return crashing(
    () => new Worker(new URL("./crashing-learning.worker.ts", import.meta.url), { type: "module" }),
    "Learning",
  );
}
