import { describe, expect, it } from "vitest";
import { cancelled, cancelReason, nullIfCancelled, throwIfCancelled } from "../../../src/domain/cancel.ts";
import { problemFrom } from "../../../src/domain/errors.ts";

const never = new AbortController().signal;

describe("cancelled", () => {
  it("is a problem with its three parts", () => {
    expect(problemFrom(cancelled("The map"), "elsewhere")).toEqual({
      tag: "Cancelled",
      subject: "The map",
      message: "The work was ended.",
      remedy: "Start it again.",
    });
  });

  it("is what an aborted signal throws, also by its own method", () => {
    const reason = cancelled("The map");
    const signal = AbortSignal.abort(reason);
    expect(() => throwIfCancelled(signal)).toThrow(reason);
    expect(() => signal.throwIfAborted()).toThrow(reason);
    expect(() => throwIfCancelled(never)).not.toThrow();
  });

  it("passes through composed signals", () => {
    const [one, two] = [new AbortController(), new AbortController()];
    const both = AbortSignal.any([one.signal, two.signal]);
    const reason = cancelled("The second");
    two.abort(reason);
    expect(cancelReason(both)).toBe(reason);
  });

  it("takes the place of any other reason", () => {
    for (const signal of [AbortSignal.abort(), AbortSignal.abort(new TypeError("no")), AbortSignal.abort("enough")]) {
      expect(problemFrom(cancelReason(signal, "The map"), "elsewhere")).toMatchObject({
        tag: "Cancelled",
        subject: "The map",
      });
      expect(() => throwIfCancelled(signal)).toThrow(expect.objectContaining({ name: "Cancelled" }));
    }
  });
});

describe("nullIfCancelled", () => {
  it("gives null in the place of Cancelled only", async () => {
    expect(await nullIfCancelled(Promise.resolve(7))).toBe(7);
    expect(await nullIfCancelled(Promise.reject(cancelled("The map")))).toBeNull();
    await expect(nullIfCancelled(Promise.reject(new TypeError("no")))).rejects.toThrow("no");
  });
});
