import { describe, expect, it } from "vitest";
import { problemError } from "../../../../src/domain/errors.ts";
import { describeDetails, describeReport, findFailure } from "../../../../src/domain/failure/describe-failure.ts";
import type { FailureEnvironment } from "../../../../src/domain/failure/failure-environment.ts";
import { problemWords } from "../../../../src/domain/failure/failure-record.ts";
import { makeRecord } from "./make-record.ts";

const environment: FailureEnvironment = {
  version: "0.2.0",
  commit: "abcdef123456",
  gpu: { kind: "webgpu", adapter: "NVIDIA Ampere", software: false },
  browser: { userAgent: "Mozilla/5.0 (a browser)", cores: 8, memory: 4 },
};
const step = (what: string, times = 1) => ({ at: "2026-01-02T03:04:00.000Z", what, times });
const page = { environment, steps: [step("Looked at tile 7")] };

const cause = Object.assign(new TypeError("x is not a function"), {
  stack: "TypeError: x is not a function\n    at deep (segment.js:1:2)",
});
const told = Object.assign(
  problemError(
    { tag: "SegmentationFailed", subject: "tile 7", message: "It failed.", remedy: "Try again." },
    { cause },
  ),
  { stack: "    at shallow (import.js:3:4)" },
);

describe("describeDetails", () => {
  it("gives message, stacks, causes, versions, steps, GPU and browser, in that order for reading", () => {
    const record = makeRecord(told, {
      environment: { ...environment, gpu: null },
      steps: [step("processTile tile 7", 3)],
    });
    expect(describeDetails(record.problem, record, page)).toBe(
      `SegmentationFailed: tile 7
It failed.
2026-01-02T03:04:05.000Z, in an imaging worker
Cytotope 0.2.0, commit abcdef123456
GPU: WebGPU (NVIDIA Ampere)
Browser: Mozilla/5.0 (a browser), 8 cores, 4 GiB of memory or more

SegmentationFailed: tile 7 / It failed. / Try again.
    at shallow (import.js:3:4)
Caused by TypeError: x is not a function
    at deep (segment.js:1:2)

Last steps in an imaging worker:
  2026-01-02T03:04:00.000Z  processTile tile 7 (3 times)

Last steps in the page:
  2026-01-02T03:04:00.000Z  Looked at tile 7`,
    );
  });

  it("gives what is known when the log has no record", () => {
    const text = describeDetails({ tag: "Unexpected", subject: "tile 7", message: "Odd." }, null, page);
    expect(text).toContain("Unexpected: tile 7\nOdd.\nCytotope 0.2.0, commit abcdef123456\nGPU: WebGPU");
    expect(text).toContain("Looked at tile 7");
  });
});

describe("findFailure", () => {
  const shown = problemWords({ tag: "Unexpected", subject: "tile 7", message: "TypeError: x is not a function" });
  const inPage = makeRecord(cause, { place: "page" });
  const other = makeRecord(new TypeError("x is not a function"), { place: "dataset", subject: "tile 8" });

  it("finds the record by what was shown, by the subject where there are several", () => {
    expect(findFailure(shown, [inPage, other])).toBe(inPage);
    expect(findFailure({ ...shown, subject: "loadView" }, [inPage, other])).toBe(other);
    expect(findFailure({ ...shown, message: "else" }, [inPage, other])).toBeNull();
  });

  it("prefers the worker's record of a failure that the page was told of", () => {
    const inWorker = makeRecord(cause, { place: "learning", subject: "predict" });
    expect(findFailure(shown, [inWorker, other, inPage])).toBe(inWorker);
  });
});

describe("describeReport", () => {
  const parts = { at: "2026-01-02T03:05:00.000Z", environment, facts: ["Storage: 1 of 2 bytes"], steps: page.steps };

  it("has the environment when the log is empty", () => {
    const text = describeReport({ ...parts, failures: [] });
    for (const words of [
      "nothing was sent",
      "commit abcdef123456",
      "NVIDIA Ampere",
      "tensorflow.js",
      "Storage: 1 of 2",
    ])
      expect(text).toContain(words);
    expect(text).toContain("No unexpected failure is in the log.");
  });

  it("lists the newest failure first", () => {
    const text = describeReport({ ...parts, failures: [makeRecord(new Error("old")), makeRecord(new Error("new"))] });
    expect(text).toContain("2 unexpected failures");
    expect(text.indexOf("Error: new")).toBeLessThan(text.indexOf("Error: old"));
  });
});
