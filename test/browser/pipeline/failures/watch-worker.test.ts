import { proxy } from "comlink";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { spawnDatasetWorker, spawnImagingWorker } from "../../../../src/bridge/spawn.ts";
import { connectWorker, type WorkerClient } from "../../../../src/bridge/worker-client.ts";
import { problemFrom } from "../../../../src/domain/errors.ts";
import { traceErrors } from "../../../../src/domain/failure/error-trace.ts";
import type { FailureRecord } from "../../../../src/domain/failure/failure-record.ts";
import { version } from "../../../../src/domain/software-versions.ts";
import { tileId } from "../../../../src/domain/tile/tile.ts";
import { clearStorage } from "../../../../src/storage/clear-storage.ts";
import { loadFailures } from "../../../../src/storage/failure-log.ts";
import { putTileRows } from "../../../../src/storage/tile-rows.ts";
import { segmentRequest } from "../../../segment-request.ts";
import { makeRecord } from "../../../unit/domain/failure/make-record.ts";
import { makeRecord as makeTile } from "../../storage/make-row.ts";
import type { FailingApi } from "./failing.worker.ts";

let failing: WorkerClient<FailingApi>;
const dataset = spawnDatasetWorker();

beforeEach(async () => {
  await clearStorage();
  const worker = new Worker(new URL("./failing.worker.ts", import.meta.url), { type: "module" });
  failing = connectWorker<FailingApi>(worker, "Practice");
});

afterEach(() => failing.terminate());

afterAll(async () => {
  dataset.terminate();
  await clearStorage();
});

async function rejectionOf(call: Promise<unknown>): Promise<Error> {
  return call.then(
    () => expect.unreachable("the call answered"),
    (error: Error) => error,
  );
}

async function onlyFailure(): Promise<FailureRecord> {
  const [record, ...others] = await loadFailures();
  expect(others).toEqual([]);
  if (record === undefined) throw new Error("The log is empty.");
  return record;
}

describe("a watched worker", () => {
  it("has kept a failed call before the page hears of it, with its causes, steps and environment", async () => {
    await rejectionOf(failing.api.failForTheUser());
    await rejectionOf(failing.api.failWithCause("tile 7"));
    const record = await onlyFailure();
    expect(record).toMatchObject({
      place: "imaging",
      problem: { tag: "SegmentationFailed", subject: "tile 7", message: "It failed." },
      causes: [{ name: "TypeError", message: "x is not a function" }, { message: "deep down" }],
      environment: { version, browser: { userAgent: navigator.userAgent, cores: navigator.hardwareConcurrency } },
    });
    expect(record.causes[0]?.stack).toContain("failing.worker");
    expect(record.steps.map(({ what }) => what)).toEqual(["failForTheUser", "failWithCause tile 7"]);
  });

  it("keeps only the host of an address, however it was typed", async () => {
    await rejectionOf(failing.api.failWithCause(" HTTPS://weights.example/a.safetensors?token=secret"));
    const record = await onlyFailure();
    expect(record.steps.map(({ what }) => what)).toEqual(["failWithCause weights.example"]);
    expect(JSON.stringify(record)).not.toContain("secret");
  });

  it("sends the causes along with the error", async () => {
    const error = await rejectionOf(failing.api.failWithCause("tile 7"));
    expect(problemFrom(error, "")).toMatchObject({ tag: "SegmentationFailed", subject: "tile 7" });
    const [, cause, deepest] = traceErrors(error);
    expect(cause).toMatchObject({ name: "TypeError", message: "x is not a function" });
    expect(cause?.stack).toContain("failing.worker");
    expect(deepest?.message).toBe("deep down");
  });

  it("keeps nothing of what is wrong with the user's files", async () => {
    await rejectionOf(failing.api.failForTheUser());
    expect(await loadFailures()).toEqual([]);
  });

  it("keeps an uncaught error, and dies of it all the same", async () => {
    const error = await rejectionOf(failing.api.throwUncaught());
    expect(problemFrom(error, "")).toMatchObject({ tag: "Unexpected", subject: "Practice" });
    expect(error.message).toContain("out of nowhere");
    expect(failing.ended()).toBe(true);
    const record = await onlyFailure();
    expect(record).toMatchObject({ place: "imaging", error: { name: "TypeError", message: "out of nowhere" } });
    expect(record.error.stack).toContain("failing.worker");
  });

  it("keeps an unhandled rejection, and lives on", async () => {
    await failing.api.rejectUnhandled();
    await vi.waitFor(async () => expect(await loadFailures()).toHaveLength(1), { timeout: 20_000 });
    expect(await onlyFailure()).toMatchObject({ error: { name: "TypeError", message: "nobody listens" } });
    expect(failing.ended()).toBe(false);
  });

  it("counts what fails again and again", async () => {
    for (let count = 0; count < 3; count += 1) await rejectionOf(failing.api.failWithCause("tile 7"));
    expect((await onlyFailure()).times).toBe(3);
  });

  it("fails as it does without a log when storage is broken", async () => {
    await failing.api.breakStorage();
    const error = await rejectionOf(failing.api.failWithCause("tile 7"));
    expect(problemFrom(error, "")).toMatchObject({ tag: "SegmentationFailed", message: "It failed." });
    expect(await loadFailures()).toEqual([]);
  });
});

describe("the imaging worker", () => {
  it("keeps why a tile failed, though its call answers", async () => {
    const imaging = spawnImagingWorker();
    await putTileRows([{ record: makeTile("tile 7", { status: "queued" }), folder: "gone", generation: null }]);
    const request = segmentRequest(tileId("tile 7"));
    const record = await imaging.api.processTile(
      request,
      proxy(() => {}),
    );
    imaging.terminate();
    expect(record.problem).toMatchObject({ tag: "StorageBroken", subject: "tile 7" });
    expect(await onlyFailure()).toMatchObject({
      place: "imaging",
      problem: { tag: "StorageBroken", subject: "tile 7" },
    });
  });
});

describe("the dataset worker", () => {
  it("keeps the page's failures and lists those of all threads", async () => {
    await rejectionOf(failing.api.failWithCause("tile 7"));
    await dataset.api.recordFailures([makeRecord(new Error("in the page"), { place: "page" })]);
    const listed = await dataset.api.listFailures();
    expect(listed.map(({ place }) => place)).toEqual(["imaging", "page"]);
  });

  it("forgets them when everything is removed", async () => {
    await dataset.api.recordFailures([makeRecord(new Error("in the page"), { place: "page" })]);
    await dataset.api.clear();
    expect(await dataset.api.listFailures()).toEqual([]);
  });

  it("keeps a failure of its own calls", async () => {
    await rejectionOf(dataset.api.loadView("none" as never));
    expect(await onlyFailure()).toMatchObject({ place: "dataset", problem: { tag: "StorageBroken", subject: "none" } });
  });
});
