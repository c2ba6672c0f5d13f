import { describe, expect, it } from "vitest";
import { problemError, problemFrom } from "../../../../src/domain/errors.ts";
import { defaultTrainingOptions } from "../../../../src/domain/training/training-options.ts";
import type { Backend } from "../../../../src/learning/backend/backend.ts";
import { explainFailure } from "../../../../src/pipeline/training/training-problems.ts";

function makeBackend(kind: "webgpu" | "cpu", failure: string | null = null): Backend {
  const problem = { tag: "DeviceLost", subject: "Graphics device", message: failure ?? "", remedy: "Reload." } as const;
  return {
    info: { kind, adapter: "", software: false, fallbackReason: null },
    failure: () => (failure === null ? null : problem),
    guard: (work) => work,
    close: () => {},
  };
}

describe("explainFailure", () => {
  it("keeps the error that showed a failing GPU as the cause of the advice", async () => {
    const odd = new TypeError("undefined is not a tensor");
    const told = await explainFailure(odd, makeBackend("webgpu", "The GPU device was lost."), defaultTrainingOptions);
    expect(problemFrom(told, "")).toMatchObject({ tag: "DeviceLost", subject: "Training" });
    expect((told as Error).cause).toBe(odd);
  });

  it("keeps the backend's own report as the cause", async () => {
    const lost = problemError({ tag: "DeviceLost", subject: "Graphics device", message: "Lost.", remedy: "Reload." });
    const told = await explainFailure(lost, makeBackend("webgpu"), defaultTrainingOptions);
    expect((told as Error).cause).toBe(lost);
  });

  it("leaves a defect as it is", async () => {
    const defect = new TypeError("x is not a function");
    expect(await explainFailure(defect, makeBackend("cpu"), defaultTrainingOptions)).toBe(defect);
  });
});
