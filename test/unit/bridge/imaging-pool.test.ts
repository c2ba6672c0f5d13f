import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { ImagingApi } from "../../../src/bridge/contracts.ts";
import { createImagingPool, type ImagingPool, poolSize } from "../../../src/bridge/imaging-pool.ts";
import type { WorkerClient } from "../../../src/bridge/worker-client.ts";
import { cancelled } from "../../../src/domain/cancel.ts";
import type { TileRecord } from "../../../src/domain/dataset/tile-record.ts";
import { problemError, problemFrom } from "../../../src/domain/errors.ts";
import type { ProcessTileRequest } from "../../../src/domain/tile/process-tile-request.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import { never } from "../../never.ts";
import { segmentRequest } from "../../segment-request.ts";

function makeRequest(name: string): ProcessTileRequest {
  return segmentRequest(tileId(name));
}

function makeRecord(name: string, overrides: Partial<TileRecord> = {}): TileRecord {
  return {
    id: tileId(name),
    status: "ready",
    width: 8,
    height: 8,
    bitDepth: 8,
    pixelSize: null,
    missingChannels: [],
    problem: null,
    maskSource: "segmented",
    mask: null,
    cellCount: 0,
    segmentation: null,
    segmentedWith: null,
    correctedCells: 0,
    nucleusDiameter: null,
    estimatedDiameter: null,
    weakLabel: null,
    sample: false,
    addedAt: 0,
    processingSeconds: 0,
    ...overrides,
  };
}

interface StartedJob {
  readonly name: string;
  readonly finish: (overrides?: Partial<TileRecord>) => void;
  readonly fail: (error: Error) => void;
  /** Makes the worker die by itself. */
  readonly die: () => void;
}

/** Makes workers without threads. The test ends each of their jobs. */
function makeWorkers() {
  const started: StartedJob[] = [];
  let alive = 0;
  let most = 0;
  let spawned = 0;

  function spawn(): WorkerClient<ImagingApi> {
    let ended = false;
    let rejectRunning: (error: Error) => void = () => {};
    alive += 1;
    spawned += 1;
    most = Math.max(most, alive);
    function end(error: Error): void {
      if (ended) return;
      ended = true;
      alive -= 1;
      rejectRunning(error);
    }
    return {
      api: {
        processTile: (request) =>
          new Promise((resolve, reject) => {
            rejectRunning = reject;
            started.push({
              name: request.tileId,
              finish: (overrides) => resolve(makeRecord(request.tileId, overrides)),
              fail: reject,
              die: () =>
                end(problemError({ tag: "Unexpected", subject: "Worker", message: "Died.", remedy: "Retry." })),
            });
          }),
        previewTile: () => Promise.reject(new Error("The pool asked for a preview.")),
      },
      terminate: () =>
        end(problemError({ tag: "Cancelled", subject: "Worker", message: "Ended.", remedy: "Start again." })),
      ended: () => ended,
      crash: () => null,
      crashed: new Promise(() => {}),
    };
  }

  return { spawn, started, alive: () => alive, most: () => most, spawned: () => spawned };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

function process(pool: ImagingPool, name: string, signal: AbortSignal = never): Promise<TileRecord> {
  return pool.process(makeRequest(name), () => {}, signal);
}

function tagOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "resolved",
    (error: unknown) => `${problemFrom(error, "?").tag} ${problemFrom(error, "?").subject}`,
  );
}

describe("poolSize", () => {
  it("leaves a core to the page, and stays between 1 and 4", () => {
    expect([1, 2, 3, 4, 5, 16].map(poolSize)).toEqual([1, 1, 2, 3, 4, 4]);
  });
});

describe("createImagingPool", () => {
  it("runs jobs in the order in which they came, at most `size` at once, with `size` workers", async () => {
    const workers = makeWorkers();
    const pool = createImagingPool({ size: 2, spawn: workers.spawn });
    const answers = ["a", "b", "c", "d"].map((name) => process(pool, name));
    await settle();
    expect(workers.started.map((job) => job.name)).toEqual(["a", "b"]);
    workers.started[1]?.finish();
    await settle();
    expect(workers.started.map((job) => job.name)).toEqual(["a", "b", "c"]);
    workers.started[0]?.finish();
    workers.started[2]?.finish();
    await settle();
    workers.started[3]?.finish();
    expect((await Promise.all(answers)).map((record) => record.id)).toEqual(["a", "b", "c", "d"]);
    expect(workers.spawned()).toBe(2);
  });

  it("never runs two jobs of one tile at once", async () => {
    const workers = makeWorkers();
    const pool = createImagingPool({ size: 3, spawn: workers.spawn });
    const first = process(pool, "a");
    const second = process(pool, "a");
    const other = process(pool, "b");
    await settle();
    expect(workers.started.map((job) => job.name)).toEqual(["a", "b"]);
    workers.started[0]?.finish();
    await first;
    await settle();
    expect(workers.started.map((job) => job.name)).toEqual(["a", "b", "a"]);
    workers.started[1]?.finish();
    workers.started[2]?.finish();
    await Promise.all([second, other]);
  });

  it("ends the worker to cancel a running job, but not to cancel a queued one", async () => {
    const workers = makeWorkers();
    const pool = createImagingPool({ size: 1, spawn: workers.spawn });
    const cancel = { a: new AbortController(), b: new AbortController() };
    const running = tagOf(process(pool, "a", cancel.a.signal));
    const queued = tagOf(process(pool, "b", cancel.b.signal));
    const last = process(pool, "c");
    await settle();
    cancel.b.abort(cancelled("b"));
    expect(await queued).toBe("Cancelled b");
    expect(workers.alive()).toBe(1);
    cancel.a.abort(cancelled("a"));
    expect(await running).toBe("Cancelled a");
    await settle();
    expect(workers.started.map((job) => job.name)).toEqual(["a", "c"]);
    expect(workers.spawned()).toBe(2);
    workers.started[1]?.finish();
    await expect(last).resolves.toMatchObject({ id: "c" });
  });

  it("ends all jobs of one signal, and takes none whose signal is aborted", async () => {
    const workers = makeWorkers();
    const pool = createImagingPool({ size: 2, spawn: workers.spawn });
    const cancel = new AbortController();
    const answers = ["a", "b", "c"].map((name) => tagOf(process(pool, name, cancel.signal)));
    await settle();
    cancel.abort(cancelled("The tiles"));
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 3 }, () => "Cancelled The tiles"));
    expect(workers.alive()).toBe(0);
    expect(await tagOf(process(pool, "d", cancel.signal))).toBe("Cancelled The tiles");
    expect(workers.started).toHaveLength(2);
  });

  it("says which tile a dying worker was processing, and continues with a new worker", async () => {
    const workers = makeWorkers();
    const pool = createImagingPool({ size: 1, spawn: workers.spawn });
    const first = tagOf(process(pool, "a"));
    const second = process(pool, "b");
    await settle();
    workers.started[0]?.die();
    expect(await first).toBe("Unexpected a");
    await settle();
    workers.started[1]?.finish();
    await expect(second).resolves.toMatchObject({ id: "b" });
    expect(workers.spawned()).toBe(2);
  });

  it("gives the next tile a new worker when segmentation failed", async () => {
    const workers = makeWorkers();
    const pool = createImagingPool({ size: 1, spawn: workers.spawn });
    const first = process(pool, "a");
    const second = process(pool, "b");
    await settle();
    const problem = { tag: "SegmentationFailed", subject: "a", message: "It failed.", remedy: "Retry." } as const;
    workers.started[0]?.finish({ status: "failed", problem });
    await expect(first).resolves.toMatchObject({ status: "failed" });
    await settle();
    expect(workers.spawned()).toBe(2);
    workers.started[1]?.fail(problemError({ ...problem, subject: "b" }));
    expect(await tagOf(second)).toBe("SegmentationFailed b");
    expect(workers.alive()).toBe(0);
  });

  it("ends workers that have had no work for a while", async () => {
    vi.useFakeTimers();
    try {
      const workers = makeWorkers();
      const pool = createImagingPool({ size: 2, idleTime: 1000, spawn: workers.spawn });
      const answers = [process(pool, "a"), process(pool, "b")];
      await settle();
      for (const job of workers.started) job.finish();
      await Promise.all(answers);
      await settle();
      vi.advanceTimersByTime(900);
      expect(workers.alive()).toBe(2);
      const third = process(pool, "c");
      await settle();
      vi.advanceTimersByTime(900);
      expect(workers.alive()).toBe(1);
      workers.started[2]?.finish();
      await third;
      await settle();
      vi.advanceTimersByTime(1001);
      expect(workers.alive()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it("answers every job exactly once, whatever happens", async () => {
    const event = fc.record({
      kind: fc.constantFrom("add", "finish", "die", "fail", "cancel"),
      pick: fc.nat(20),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 40 }), fc.integer({ min: 1, max: 4 }), async (events, size) => {
        const workers = makeWorkers();
        const pool = createImagingPool({ size, spawn: workers.spawn });
        const answers: Promise<string>[] = [];
        const controllers: AbortController[] = [];
        let answered = 0;
        for (const { kind, pick } of events) {
          const job = workers.started[pick % Math.max(1, workers.started.length)];
          if (kind === "add") {
            const controller = new AbortController();
            controllers.push(controller);
            const answer = tagOf(process(pool, `tile ${answers.length % 7}`, controller.signal));
            answers.push(answer);
            void answer.then(() => {
              answered += 1;
            });
          } else if (kind === "finish") job?.finish();
          else if (kind === "die") job?.die();
          else if (kind === "fail") {
            job?.fail(problemError({ tag: "Unexpected", subject: "x", message: "No.", remedy: "Retry." }));
          } else controllers[pick % Math.max(1, controllers.length)]?.abort(cancelled("A tile"));
          await settle();
        }
        for (const controller of controllers) controller.abort(cancelled("A tile"));
        await Promise.all(answers);
        expect(answered).toBe(answers.length);
        expect(workers.most()).toBeLessThanOrEqual(size);
      }),
      { numRuns: 100, seed: 7 },
    );
  });
});
