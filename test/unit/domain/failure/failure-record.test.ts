import { describe, expect, it } from "vitest";
import { type ProblemTag, problemError } from "../../../../src/domain/errors.ts";
import { readEnvironment } from "../../../../src/domain/failure/failure-environment.ts";
import { addFailure, countRepeat, isRepeat, makeFailureRecord } from "../../../../src/domain/failure/failure-record.ts";
import { commit, version } from "../../../../src/domain/software-versions.ts";
import { makeRecord } from "./make-record.ts";

const minute = 60_000;
const start = Date.parse("2026-01-02T03:04:05.000Z");
const later = (ms: number) => ({ now: new Date(start + ms) });

describe("makeFailureRecord", () => {
  it("tells where, when and of what, with the version and the commit", () => {
    const record = makeRecord(new TypeError("x is not a function"));
    expect(record).toMatchObject({
      at: "2026-01-02T03:04:05.000Z",
      lastAt: "2026-01-02T03:04:05.000Z",
      times: 1,
      place: "imaging",
      problem: { tag: "Unexpected", subject: "tile 7", message: "TypeError: x is not a function" },
      error: { name: "TypeError", message: "x is not a function" },
      causes: [],
      environment: { version, commit },
    });
  });

  it.each<[ProblemTag, boolean]>([
    ["SegmentationFailed", true],
    ["DeviceLost", true],
    ["StorageBroken", true],
    ["OutOfMemory", true],
    ["Unexpected", true],
    ["TruncatedFile", false],
    ["BrokenWeights", false],
    ["OpenElsewhere", false],
    ["QuotaExceeded", false],
    ["Cancelled", false],
  ])("of %s: %s", (tag, kept) => {
    const site = {
      place: "page",
      subject: "a",
      steps: [],
      environment: readEnvironment(null),
      now: new Date(),
    } as const;
    const error = problemError({ tag, subject: "a", message: "b", remedy: "c" });
    expect(makeFailureRecord(error, site) !== null).toBe(kept);
  });

  it("has one key for an error in whatever thread, and another for another error", () => {
    const error = new TypeError("x is not a function");
    const received = Object.assign(new Error(error.message), { name: error.name, stack: error.stack });
    expect(makeRecord(received, { place: "page" }).key).toBe(makeRecord(error).key);
    expect(makeRecord(new TypeError("x is not a function")).key).not.toBe(makeRecord(error).key);
  });

  it("has one key for one fault of many tiles", () => {
    const [first, second] = ["tile 1", "tile 2"].map((subject) =>
      problemError({ tag: "StorageBroken", subject, message: `A file of ${subject} is gone.`, remedy: "Drop it." }),
    );
    expect(makeRecord(first).key).toBe(makeRecord(second).key);
  });
});

describe("repeats", () => {
  const error = new Error("again");

  it("are counted within minutes of the last one", () => {
    const first = makeRecord(error);
    const soon = makeRecord(error, later(4 * minute));
    expect(isRepeat(first, soon)).toBe(true);
    const counted = countRepeat(first, soon);
    expect(counted).toMatchObject({ times: 2, at: first.at, lastAt: soon.at });
    expect(isRepeat(counted, makeRecord(error, later(8 * minute)))).toBe(true);
    expect(isRepeat(first, makeRecord(error, later(8 * minute)))).toBe(false);
  });

  it("are not counted twice when one thread tells another", () => {
    const first = makeRecord(error);
    expect(countRepeat(first, makeRecord(error, { place: "page" }))).toEqual(first);
  });
});

describe("addFailure", () => {
  it("keeps so many at most, the newest", () => {
    let records = [makeRecord(new Error("0"))];
    for (let index = 1; index < 10; index += 1) records = addFailure(records, makeRecord(new Error(`${index}`)), 3);
    expect(records.map(({ error }) => error.message)).toEqual(["7", "8", "9"]);
  });

  it("counts a repeat where it stands", () => {
    const error = new Error("again");
    const records = [makeRecord(error), makeRecord(new Error("other"))];
    expect(addFailure(records, makeRecord(error, later(minute)), 3).map(({ times }) => times)).toEqual([2, 1]);
  });
});
