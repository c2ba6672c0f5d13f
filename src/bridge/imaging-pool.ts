import { proxy } from "comlink";
import { cancelReason } from "../domain/cancel.ts";
import type { TileRecord } from "../domain/dataset/tile-record.ts";
import { type ProblemTag, problemError, problemFrom } from "../domain/errors.ts";
import type { ProcessingStage, ProcessTileRequest } from "../domain/tile/process-tile-request.ts";
import { askToPersist } from "./ask-to-persist.ts";
import type { ImagingApi } from "./contracts.ts";
import { spawnImagingWorker } from "./spawn.ts";
import type { WorkerClient } from "./worker-client.ts";

/**
 * Sends tiles through a few imaging workers. Each worker has one tile at a time; the tiles go in the order in which
 * they came. A job answers exactly once. Image processing cannot read its signal, because it spends its time in
 * OpenCV and in long loops. So the pool cancels a running job by terminating the job's worker. The next job starts
 * a fresh worker.
 */
export interface ImagingPool {
  /** The largest number of workers at once. */
  readonly size: number;
  /**
   * Resolves with the tile's record, which is `ready` or `failed`. Rejects with `Cancelled` as soon as the signal is
   * aborted, whether the job runs or waits. Rejects with `Unexpected` when the worker died. When a tile that has
   * cells is segmented again and this fails, the call rejects with the problem, and the tile keeps its cells.
   */
  readonly process: (
    request: ProcessTileRequest,
    onStage: (stage: ProcessingStage) => void,
    signal: AbortSignal,
  ) => Promise<TileRecord>;
}

export interface ImagingPoolOptions {
  readonly size: number;
  /** The pool terminates a worker that had no work for so long, in ms, because each worker holds an OpenCV heap. */
  readonly idleTime: number;
  readonly spawn: () => WorkerClient<ImagingApi>;
}

interface Job {
  readonly request: ProcessTileRequest;
  readonly onStage: (stage: ProcessingStage) => void;
  readonly signal: AbortSignal;
  /** Takes the job off the queue. */
  readonly drop: () => void;
  readonly resolve: (record: TileRecord) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * After these problems OpenCV's heap may be exhausted or broken, or the worker holds a large heap that nothing needs.
 * The pool terminates the worker, and the next tile gets a fresh one.
 */
const wearsOut: readonly ProblemTag[] = ["SegmentationFailed", "OutOfMemory", "Unexpected"];

/**
 * The number of workers: one less than the cores, because the page itself needs one core. At least 1, and at most 4,
 * because each worker holds a tile and OpenCV, about 0.5 GB.
 */
export function poolSize(cores: number): number {
  return Math.max(1, Math.min(4, cores - 1));
}

export function createImagingPool(overrides: Partial<ImagingPoolOptions> = {}): ImagingPool {
  const { size = poolSize(navigator.hardwareConcurrency), idleTime = 30_000, spawn = spawnImagingWorker } = overrides;
  /** The jobs that wait, in the order in which they came. */
  const queue = new Set<Job>();
  const running = new Map<Job, WorkerClient<ImagingApi>>();
  /** Workers without work, each with the timer that ends it. The worker that was put back last is taken first. */
  const idle: { client: WorkerClient<ImagingApi>; timer: ReturnType<typeof setTimeout> }[] = [];

  function takeWorker(): WorkerClient<ImagingApi> {
    for (let entry = idle.pop(); entry !== undefined; entry = idle.pop()) {
      clearTimeout(entry.timer);
      if (!entry.client.ended()) return entry.client;
    }
    return spawn();
  }

  function putBack(client: WorkerClient<ImagingApi>): void {
    if (client.ended()) return;
    const timer = setTimeout(() => {
      const at = idle.findIndex((entry) => entry.client === client);
      if (at >= 0) idle.splice(at, 1);
      client.terminate();
    }, idleTime);
    idle.push({ client, timer });
  }

  function startJobs(): void {
    while (running.size < size) {
      // Two jobs of one tile would write the same files. So the second job waits for the first.
      const busy = new Set([...running.keys()].map((job) => job.request.tileId));
      const job = firstOf(queue, ({ request }) => !busy.has(request.tileId));
      if (job === null) return;
      queue.delete(job);
      job.signal.removeEventListener("abort", job.drop);
      void runJob(job);
    }
  }

  async function runJob(job: Job): Promise<void> {
    const client = takeWorker();
    running.set(job, client);
    job.signal.addEventListener("abort", client.terminate);
    try {
      const record = await client.api.processTile(job.request, proxy(job.onStage));
      if (record.problem !== null && wearsOut.includes(record.problem.tag)) client.terminate();
      job.resolve(record);
    } catch (error) {
      // The error of a dead worker names no tile. Here it gets the tile that the worker was processing.
      const { tileId } = job.request;
      if (job.signal.aborted) job.reject(cancelReason(job.signal, tileId));
      else if (!client.ended()) job.reject(error);
      else job.reject(problemError({ ...problemFrom(error, tileId), subject: tileId }, { cause: error }));
      if (wearsOut.includes(problemFrom(error, tileId).tag)) client.terminate();
    } finally {
      job.signal.removeEventListener("abort", client.terminate);
      running.delete(job);
      putBack(client);
      startJobs();
    }
  }

  return {
    size,
    process(request, onStage, signal) {
      void askToPersist();
      return new Promise((resolve, reject) => {
        const drop = () => {
          queue.delete(job);
          reject(cancelReason(signal, request.tileId));
        };
        const job: Job = { request, onStage, signal, drop, resolve, reject };
        if (signal.aborted) {
          drop();
          return;
        }
        queue.add(job);
        signal.addEventListener("abort", drop);
        startJobs();
      });
    },
  };
}

function firstOf<T>(items: Iterable<T>, fits: (item: T) => boolean): T | null {
  for (const item of items) if (fits(item)) return item;
  return null;
}
