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
 * Runs tiles through a few imaging workers, one tile a worker at a time, first come first served. A job answers exactly
 * once. Image processing cannot read its signal (it sits in OpenCV and in long loops), so a running job is cancelled by
 * terminating its worker; the next job starts a fresh one.
 */
export interface ImagingPool {
  /** Most workers at once. */
  readonly size: number;
  /**
   * Resolves with the tile's record, `ready` or `failed`. Rejects with `Cancelled` as soon as the signal is aborted,
   * whether the job runs or waits, with `Unexpected` when the worker died, and with the problem of a second
   * segmentation that failed (the tile then keeps its cells).
   */
  readonly process: (
    request: ProcessTileRequest,
    onStage: (stage: ProcessingStage) => void,
    signal: AbortSignal,
  ) => Promise<TileRecord>;
}

export interface ImagingPoolOptions {
  readonly size: number;
  /** Milliseconds after which a worker without work is terminated: each holds an OpenCV heap. */
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

/** After these OpenCV's heap may be exhausted or broken, or a large one held for nothing: the next tile gets a fresh worker. */
const wearsOut: readonly ProblemTag[] = ["SegmentationFailed", "OutOfMemory", "Unexpected"];

/** Cores less the one the page itself needs, at most 4 (each holds a tile and OpenCV: about 0.5 GB), at least 1. */
export function poolSize(cores: number): number {
  return Math.max(1, Math.min(4, cores - 1));
}

export function createImagingPool(overrides: Partial<ImagingPoolOptions> = {}): ImagingPool {
  const { size = poolSize(navigator.hardwareConcurrency), idleTime = 30_000, spawn = spawnImagingWorker } = overrides;
  /** In the order in which they came. */
  const queue = new Set<Job>();
  const running = new Map<Job, WorkerClient<ImagingApi>>();
  /** Workers without work and the timer that ends each. The last one put back is warmest and taken first. */
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
      // Two jobs of one tile would write the same files: the second waits for the first.
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
      // A worker that ended knows no tile: the message names the one it had in hand.
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
