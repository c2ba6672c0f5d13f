import { describe, expect, it } from "vitest";
import { problemError, problemFrom } from "../../../../src/domain/errors.ts";
import { storageError } from "../../../../src/storage/files/storage-error.ts";

describe("storageError", () => {
  it.each([
    ["QuotaExceededError", "QuotaExceeded"],
    ["InvalidStateError", "StorageBroken"],
  ])("keeps a %s as the cause of %s", (name, tag) => {
    const cause = new DOMException("The browser says so.", name);
    const error = storageError(cause, "tile 7");
    expect(problemFrom(error, "elsewhere")).toMatchObject({ tag, subject: "tile 7" });
    expect(error.cause).toBe(cause);
  });

  it("keeps a defect in the work with storage as the cause", () => {
    const cause = new TypeError("row is undefined");
    expect(storageError(cause, "tile 7").cause).toBe(cause);
  });

  it("lets a problem pass, and makes none of want of memory", () => {
    const problem = problemError({ tag: "SourceGone", subject: "a", message: "b", remedy: "c" });
    expect(storageError(problem, "tile 7")).toBe(problem);
    const memory = new RangeError("Array buffer allocation failed");
    expect(storageError(memory, "tile 7")).toBe(memory);
  });
});
