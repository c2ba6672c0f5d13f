import { describe, expect, it } from "vitest";
import { problemError } from "../../../../src/domain/errors.ts";
import { traceErrors, withoutContents } from "../../../../src/domain/failure/error-trace.ts";

describe("traceErrors", () => {
  it("lists an error and its causes, each with its frames, the nearest first", () => {
    const root = new TypeError("x is not a function");
    const middle = new Error("The record is odd.", { cause: root });
    const told = problemError(
      { tag: "StorageBroken", subject: "tile 7", message: "It is broken.", remedy: "Reload." },
      { cause: middle },
    );
    const traces = traceErrors(told);
    expect(traces.map(({ name, message }) => `${name}: ${message}`)).toEqual([
      "StorageBroken: tile 7 / It is broken. / Reload.",
      "Error: The record is odd.",
      "TypeError: x is not a function",
    ]);
    for (const { stack } of traces) expect(stack).toMatch(/^ +at .*error-trace\.test/s);
  });

  it("reads causes that came from another thread as plain objects", () => {
    const error = Object.assign(new Error("b"), { cause: { name: "RangeError", message: "c", stack: "    at f" } });
    expect(traceErrors(error)[1]).toEqual({ name: "RangeError", message: "c", stack: "    at f" });
  });

  it("ends at five causes, also of an error that causes itself", () => {
    const error = new Error("again");
    error.cause = error;
    expect(traceErrors(error)).toHaveLength(6);
  });

  it("cuts what is long", () => {
    const error = Object.assign(new Error("m".repeat(5000)), { stack: "s".repeat(50_000) });
    const [{ message, stack }] = traceErrors(error);
    expect(message.length).toBeLessThan(700);
    expect(stack.length).toBeLessThan(4100);
  });

  it.each([
    ["text", "text"],
    [6_412_320, "6412320"],
    [Uint8Array.of(80, 81), "[object Uint8Array]"],
    [{ secret: 1 }, "[object Object]"],
    [null, "[object Null]"],
  ])("tells of %o only what is no content", (thrown, message) => {
    expect(traceErrors(thrown)).toEqual([{ name: "Thrown", message, stack: "" }]);
  });

  it("never quotes the text of a file that is no JSON", () => {
    const content = 'ID,Label\n"private words",3';
    let thrown: unknown;
    try {
      JSON.parse(content);
    } catch (error) {
      thrown = error;
    }
    const told = problemError(
      { tag: "Unexpected", subject: "x", message: String(thrown), remedy: "y" },
      { cause: thrown },
    );
    const text = JSON.stringify([traceErrors(thrown), traceErrors(told)]);
    expect(text).not.toMatch(/ID|private/);
    expect(text).toContain("is not valid JSON");
  });
});

describe("withoutContents", () => {
  it("leaves out what stands behind an address's question mark", () => {
    expect(withoutContents("https://a.org/w.h5?key=secret#part could not be reached.")).toBe(
      "https://a.org/w.h5 could not be reached.",
    );
    expect(withoutContents('Tensor "w" is of type "F8".')).toBe('Tensor "w" is of type "F8".');
  });
});
