import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepWorker } from "../../../src/bridge/keep-worker.ts";
import { problemError, problemFrom } from "../../../src/domain/errors.ts";
import { fakeWorkers } from "./fake-workers.ts";

interface Api {
  readonly answer: (value: number) => Promise<number>;
  readonly hang: () => Promise<never>;
}

interface WorkerApi extends Api {
  readonly takeOver: () => Promise<void>;
}

const names = { answer: "The answer", hang: "The wait" };

function makeWorkers(takeOver: (worker: number) => Promise<void> = async () => {}) {
  let made = 0;
  return fakeWorkers<WorkerApi>(() => {
    made += 1;
    const mine = made;
    return {
      answer: async (value) => 100 * mine + value,
      hang: () => new Promise<never>(() => {}),
      takeOver: () => takeOver(mine),
    };
  });
}

async function problemOf(promise: Promise<unknown>) {
  return problemFrom(await promise.then(() => null).catch((error: unknown) => error), "elsewhere");
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** ms. A crash after such a time is not "shortly after the start". */
const longLife = 60_000;

describe("keepWorker", () => {
  it("starts the worker on the first call, and keeps it", async () => {
    const workers = makeWorkers();
    const { api } = keepWorker<Api, WorkerApi>({ spawn: workers.spawn, names });
    expect(workers.spawned()).toBe(0);
    expect(await Promise.all([api.answer(1), api.answer(2)])).toEqual([101, 102]);
    expect(workers.spawned()).toBe(1);
  });

  it("rejects a call under way with its name when the worker crashes, and sends later calls to another", async () => {
    const workers = makeWorkers();
    const { api } = keepWorker<Api, WorkerApi>({ spawn: workers.spawn, names });
    await api.answer(1);
    const hanging = problemOf(api.hang());
    await Promise.resolve();
    workers.crash("out of memory");
    expect(await hanging).toEqual({
      tag: "Unexpected",
      subject: "The wait",
      message: "The worker ended by itself before this was done (out of memory). Another worker has taken its place.",
      remedy: "Try again: what was stored before is still there.",
    });
    expect(await api.answer(1)).toBe(201);
  });

  it("passes on the error of a call when the worker lives", async () => {
    const failure = problemError({ tag: "EmptyFile", subject: "a", message: "It is empty.", remedy: "Copy it." });
    const workers = fakeWorkers<Pick<Api, "hang">>(() => ({ hang: () => Promise.reject(failure) }));
    const { api } = keepWorker<Pick<Api, "hang">>({ spawn: workers.spawn, names });
    await expect(api.hang()).rejects.toBe(failure);
    expect(workers.spawned()).toBe(1);
  });

  it("prepares the next worker once, before any call reaches it, and calls onReplaced", async () => {
    const steps: string[] = [];
    let release: () => void = () => {};
    const workers = makeWorkers(async (worker) => {
      steps.push(`takes over ${worker}`);
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      steps.push("ready");
    });
    const { api } = keepWorker<Api, WorkerApi>({
      spawn: workers.spawn,
      names,
      prepare: (worker, crash, answered) => {
        steps.push(`${crash.message} ${[...answered]}`);
        return worker.takeOver();
      },
      onReplaced: () => steps.push("replaced"),
    });
    await api.answer(1);
    workers.crash("gone");
    const calls = [api.answer(1), api.answer(2)].map((call) => call.then((value) => steps.push(String(value))));
    await vi.waitFor(() => expect(steps).toHaveLength(2));
    release();
    await Promise.all(calls);
    expect(steps).toEqual(["Died (gone). answer", "takes over 2", "ready", "replaced", "201", "202"]);
  });

  it("rejects a call with the error of a failed preparation, and prepares another worker for the next", async () => {
    const workers = makeWorkers((worker) => (worker === 2 ? Promise.reject(new Error("no room")) : Promise.resolve()));
    const prepare = (worker: WorkerApi) => worker.takeOver();
    const { api } = keepWorker<Api, WorkerApi>({ spawn: workers.spawn, names, prepare });
    await api.answer(1);
    vi.advanceTimersByTime(longLife);
    const hanging = problemOf(api.hang());
    await Promise.resolve();
    workers.crash("gone");
    expect((await hanging).message).toContain("no room");
    expect(workers.spawned()).toBe(2);
    // The next call tries again.
    expect(await api.answer(1)).toBe(301);
  });

  it("gives up after three crashes in a row shortly after the start, and then says to reload", async () => {
    const workers = makeWorkers();
    const { api } = keepWorker<Api, WorkerApi>({ spawn: workers.spawn, names });
    for (let crash = 1; crash <= 3; crash += 1) {
      const hanging = problemOf(api.hang());
      await Promise.resolve();
      workers.crash("gone");
      const { remedy } = await hanging;
      if (crash < 3) expect(remedy).toMatch(/^Try again/);
      else expect(remedy).toBe("Reload the page: another worker is started then. What is stored stays.");
    }
    expect((await problemOf(api.answer(1))).message).toBe("Died (gone).");
    expect(workers.spawned()).toBe(3);
  });

  it("never gives up when every worker lived long before it crashed", async () => {
    const workers = makeWorkers();
    const { api } = keepWorker<Api, WorkerApi>({ spawn: workers.spawn, names });
    for (let crash = 1; crash <= 10; crash += 1) {
      expect(await api.answer(1)).toBe(100 * crash + 1);
      vi.advanceTimersByTime(longLife);
      workers.crash("gone");
    }
    expect(await api.answer(1)).toBe(1101);
  });

  it("counts a worker that crashes while it is being prepared", async () => {
    const workers = makeWorkers(() => {
      workers.crash("again");
      return new Promise(() => {});
    });
    const prepare = (worker: WorkerApi) => worker.takeOver();
    const { api } = keepWorker<Api, WorkerApi>({ spawn: workers.spawn, names, prepare });
    await api.answer(1);
    const hanging = problemOf(api.hang());
    await Promise.resolve();
    workers.crash("first");
    expect((await hanging).remedy).toMatch(/^Reload the page/);
    expect(workers.spawned()).toBe(3);
  });

  it("ends the worker on demand, and starts another one without preparing it", async () => {
    const workers = makeWorkers(() => Promise.reject(new Error("There was no crash.")));
    const prepare = (worker: WorkerApi) => worker.takeOver();
    const kept = keepWorker<Api, WorkerApi>({ spawn: workers.spawn, names, prepare });
    await kept.api.answer(1);
    const hanging = problemOf(kept.api.hang());
    await Promise.resolve();
    kept.end();
    expect((await hanging).tag).toBe("Cancelled");
    expect(await kept.api.answer(1)).toBe(201);
  });
});
