import { proxy } from "comlink";
import { afterEach, describe, expect, it } from "vitest";
import { connectWorker, type WorkerClient } from "../../../src/bridge/worker-client.ts";
import { cancelled } from "../../../src/domain/cancel.ts";
import { problemFrom } from "../../../src/domain/errors.ts";
import type { PracticeApi } from "./practice.worker.ts";

const clients: WorkerClient<PracticeApi>[] = [];

function spawn(): WorkerClient<PracticeApi> {
  const worker = new Worker(new URL("./practice.worker.ts", import.meta.url), { type: "module" });
  const client = connectWorker<PracticeApi>(worker, "Practice");
  clients.push(client);
  return client;
}

afterEach(() => {
  for (const client of clients.splice(0)) client.terminate();
});

async function problemOf(promise: Promise<unknown>) {
  return problemFrom(await promise.then(() => null).catch((error: unknown) => error), "elsewhere");
}

describe("connectWorker", () => {
  it("calls the worker and receives its callbacks", async () => {
    const steps: number[] = [];
    const { api } = spawn();
    expect(
      await api.double(
        21,
        proxy((step: number) => steps.push(step)),
      ),
    ).toBe(42);
    expect(steps).toEqual([1, 2]);
  });

  it("drops callbacks that come after the answer", async () => {
    const steps: number[] = [];
    const { api } = spawn();
    await api.answerFirst(proxy((step: number) => steps.push(step)));
    await api.waitForLateCall();
    expect(steps).toEqual([]);
  });

  it("carries a problem with all its parts from the worker to the page", async () => {
    expect(await problemOf(spawn().api.failWithProblem())).toEqual({
      tag: "EmptyFile",
      subject: "a_red.png",
      message: "It is empty.",
      remedy: "Copy it again.",
    });
  });

  it("reports any other failure as unexpected, and the worker stays alive", async () => {
    const client = spawn();
    const problem = await problemOf(client.api.failUnexpectedly());
    expect(problem).toMatchObject({ tag: "Unexpected", subject: "elsewhere" });
    expect(problem.message).toContain("x is not a function");
    expect(client.ended()).toBe(false);
  });

  it("rejects pending calls when the worker dies, and later calls too", async () => {
    const client = spawn();
    const hanging = problemOf(client.api.hang());
    const dying = problemOf(client.api.die());
    expect(await hanging).toMatchObject({
      tag: "Unexpected",
      subject: "Practice",
      remedy: "Try again; if it happens again, reload the page.",
    });
    expect((await dying).message).toContain("out of nowhere");
    expect(client.ended()).toBe(true);
    expect(client.crash()).toMatchObject({ detail: "Uncaught Error: out of nowhere" });
    expect(await client.crashed).toBe(client.crash());
    expect(await problemOf(client.api.hang())).toMatchObject({ tag: "Unexpected" });
  });

  it("rejects pending calls when the worker is terminated", async () => {
    const client = spawn();
    const hanging = problemOf(client.api.hang());
    client.terminate();
    expect(await hanging).toMatchObject({ tag: "Cancelled" });
    expect(client.crash()).toBeNull();
  });

  it("aborts the signal of one call in the worker, and not that of another call", async () => {
    const { api } = spawn();
    const [one, two] = [new AbortController(), new AbortController()];
    const waiting = [one, two].map(({ signal }) => problemOf(api.waitForSignal(signal)));
    one.abort(cancelled("The first"));
    expect(await waiting[0]).toMatchObject({ tag: "Cancelled", subject: "The first" });
    expect(await Promise.race([waiting[1], api.failWithProblem().catch(() => "still waits")])).toBe("still waits");
    two.abort(cancelled("The second"));
    expect(await waiting[1]).toMatchObject({ tag: "Cancelled", subject: "The second" });
    const late = AbortSignal.abort(cancelled("The third"));
    expect(await problemOf(api.waitForSignal(late))).toMatchObject({ tag: "Cancelled", subject: "The third" });
  });

  it("aborts a loop that keeps the worker's thread busy, because the loop pauses", async () => {
    const controller = new AbortController();
    const holding = spawn().api.holdThread(
      controller.signal,
      proxy(() => controller.abort(cancelled("The loop"))),
    );
    expect(await problemOf(holding)).toMatchObject({ tag: "Cancelled", subject: "The loop" });
  });

  it("rejects when the worker's module cannot be loaded", async () => {
    const worker = new Worker(URL.createObjectURL(new Blob(["throw new Error('no module')"])), { type: "module" });
    const client = connectWorker<PracticeApi>(worker, "Practice");
    clients.push(client);
    expect(await problemOf(client.api.hang())).toMatchObject({ tag: "Unexpected" });
  });
});
