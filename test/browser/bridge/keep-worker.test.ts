import { proxy } from "comlink";
import { describe, expect, it } from "vitest";
import { keepWorker } from "../../../src/bridge/keep-worker.ts";
import { connectWorker, type WorkerClient } from "../../../src/bridge/worker-client.ts";
import { problemFrom } from "../../../src/domain/errors.ts";
import type { PracticeApi } from "./practice.worker.ts";

const names: Readonly<Record<keyof PracticeApi, string>> = {
  double: "Doubling",
  answerFirst: "Answering",
  waitForLateCall: "Waiting for a late call",
  failWithProblem: "Failing",
  failUnexpectedly: "Failing oddly",
  hang: "Waiting",
  waitForSignal: "Waiting for a signal",
  holdThread: "Holding the thread",
  die: "Dying",
};
const quiet = proxy(() => {});

async function problemOf(promise: Promise<unknown>) {
  return problemFrom(await promise.then(() => null).catch((error: unknown) => error), "elsewhere");
}

describe("keepWorker with real workers", () => {
  it("replaces a worker that dies, and names the calls that were under way", async () => {
    let spawned = 0;
    const spawn = (): WorkerClient<PracticeApi> => {
      spawned += 1;
      const worker = new Worker(new URL("./practice.worker.ts", import.meta.url), { type: "module" });
      return connectWorker<PracticeApi>(worker, "Practice");
    };
    const kept = keepWorker<PracticeApi>({ spawn, names });
    expect(await kept.api.double(2, quiet)).toBe(4);
    const problems = await Promise.all([problemOf(kept.api.hang()), problemOf(kept.api.die())]);
    expect(problems.map(({ subject, message }) => [subject, message])).toEqual(
      ["Waiting", "Dying"].map((subject) => [
        subject,
        "The worker ended by itself before this was done (Uncaught Error: out of nowhere). Another worker has taken its place.",
      ]),
    );
    expect(await kept.api.double(3, quiet)).toBe(6);
    expect(spawned).toBe(2);
    kept.end();
  });

  it("does not start workers for ever when their module cannot be loaded", async () => {
    let spawned = 0;
    const spawn = (): WorkerClient<PracticeApi> => {
      spawned += 1;
      const module = URL.createObjectURL(new Blob(["throw new Error('no module')"]));
      return connectWorker<PracticeApi>(new Worker(module, { type: "module" }), "Practice");
    };
    const { api } = keepWorker<PracticeApi>({ spawn, names });
    const remedies: string[] = [];
    for (let call = 0; call < 5; call += 1) remedies.push((await problemOf(api.hang())).remedy);
    expect(remedies.slice(2).every((remedy) => remedy.startsWith("Reload the page"))).toBe(true);
    expect(spawned).toBe(3);
  });
});
