import { describe, expect, it } from "vitest";
import { hasTag, problemError, problemFrom } from "../../../src/domain/errors.ts";

describe("problemError and problemFrom", () => {
  const problem = {
    tag: "EmptyFile",
    subject: "a_red.png",
    message: "The file holds zero bytes.",
    remedy: "Copy it again from the source.",
  } as const;

  it("carries a problem through an error", () => {
    expect(problemFrom(problemError(problem), "elsewhere")).toEqual(problem);
  });

  it("keeps the error that it was made of as its cause", () => {
    const cause = new TypeError("x is not a function");
    const error = problemError(problem, { cause });
    expect(error.cause).toBe(cause);
    expect(problemFrom(error, "elsewhere")).toEqual(problem);
    expect("cause" in problemError(problem, { cause: undefined })).toBe(false);
  });

  it("needs only name and message, which a worker boundary keeps", () => {
    const { name, message } = problemError(problem);
    const received = Object.assign(new Error(message), { name });
    expect(problemFrom(received, "elsewhere")).toEqual(problem);
    expect(hasTag(received, "EmptyFile")).toBe(true);
    expect(hasTag(received, "NotAnImage")).toBe(false);
  });

  it("turns any other error into an unexpected problem about the subject", () => {
    expect(problemFrom(new TypeError("x is not a function"), "tile 7")).toMatchObject({
      tag: "Unexpected",
      subject: "tile 7",
      message: "TypeError: x is not a function",
    });
    expect(problemFrom(6_412_320, "tile 7").message).toBe("6412320");
  });

  it("carries names with line breaks", () => {
    const received = problemFrom(problemError({ ...problem, subject: "a\nb_red.png" }), "elsewhere");
    expect(received).toEqual({ ...problem, subject: "a b_red.png" });
  });

  it("recognises the engine's errors of missing memory", () => {
    const failures = [() => new ArrayBuffer(Number.MAX_SAFE_INTEGER), () => new Uint8Array(2 ** 53 - 1)];
    for (const fail of failures) {
      let error: unknown;
      try {
        fail();
      } catch (thrown) {
        error = thrown;
      }
      expect(problemFrom(error, "tile 7")).toMatchObject({
        tag: "OutOfMemory",
        subject: "tile 7",
        message: "tile 7 needs more memory than this browser has left.",
      });
    }
    expect(problemFrom(new RangeError("toFixed() digits argument must be between 0 and 100"), "x").tag).toBe(
      "Unexpected",
    );
  });

  it("does not mistake another error of three lines for a problem", () => {
    expect(problemFrom(new RangeError("one\ntwo\nthree"), "tile 7").tag).toBe("Unexpected");
  });
});
