import { expose, type Remote, releaseProxy, wrap } from "comlink";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { acceptSignals, carrySignal } from "../../../src/bridge/carry-signal.ts";
import { cancelled } from "../../../src/domain/cancel.ts";
import { problemError, problemFrom } from "../../../src/domain/errors.ts";
import { never } from "../../never.ts";

/** The functions of a worker in this thread. A message channel joins its two ends. */
interface Api {
  /** Keeps a signal by this name. Returns whether it arrived as an `AbortSignal`. */
  readonly take: (name: string, signal: unknown) => Promise<boolean>;
  /** Waits until the signal is aborted, and returns the reason as a problem. */
  readonly reasonOf: (name: string) => Promise<unknown>;
  readonly isAborted: (name: string) => Promise<boolean>;
}

const taken = new Map<string, AbortSignal>();
const signalOf = (name: string): AbortSignal => taken.get(name)!;

const worker: Api = {
  take: async (name, signal) => {
    taken.set(name, signal as AbortSignal);
    return signal instanceof AbortSignal;
  },
  reasonOf: async (name) => {
    const signal = signalOf(name);
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve));
    return problemFrom(signal.reason, "elsewhere");
  },
  isAborted: async (name) => signalOf(name).aborted,
};

let channel: MessageChannel;
let remote: Remote<Api>;

beforeEach(() => {
  acceptSignals();
  taken.clear();
  channel = new MessageChannel();
  expose(worker, channel.port1 as never);
  remote = wrap<Api>(channel.port2 as never);
});

afterEach(() => {
  remote[releaseProxy]();
  channel.port1.close();
  channel.port2.close();
});

describe("a signal that is carried to a worker", () => {
  it("arrives as a signal, and is aborted with the page's problem when the page aborts its own", async () => {
    const controller = new AbortController();
    const { message, close } = carrySignal(controller.signal);
    expect(await remote.take("a", message)).toBe(true);
    expect(await remote.isAborted("a")).toBe(false);
    controller.abort(cancelled("The export", "Export again."));
    expect(await remote.reasonOf("a")).toEqual({
      tag: "Cancelled",
      subject: "The export",
      message: "The work was ended.",
      remedy: "Export again.",
    });
    close();
  });

  it("arrives aborted when it was aborted before", async () => {
    const { message, close } = carrySignal(AbortSignal.abort(cancelled("The map")));
    await remote.take("a", message);
    expect(await remote.isAborted("a")).toBe(true);
    expect(signalOf("a").reason).toMatchObject({ name: "Cancelled", message: expect.stringContaining("The map") });
    close();
  });

  it("has the reason Cancelled, whatever the page's reason was", async () => {
    for (const reason of [undefined, new DOMException("too late", "TimeoutError"), "enough"]) {
      const { message, close } = carrySignal(AbortSignal.abort(reason));
      await remote.take("a", message);
      expect(signalOf("a").reason).toMatchObject({ name: "Cancelled" });
      close();
    }
  });

  it("throws a problem that the page reads", async () => {
    const { message, close } = carrySignal(AbortSignal.abort(cancelled("The map")));
    await remote.take("a", message);
    expect(() => signalOf("a").throwIfAborted()).toThrow(
      problemError({ tag: "Cancelled", subject: "The map", message: "The work was ended.", remedy: "Start it again." }),
    );
    close();
  });

  it("does not abort the signal of another call, nor that of a call that has answered", async () => {
    const [one, two] = [new AbortController(), new AbortController()];
    const [first, second] = [carrySignal(one.signal), carrySignal(two.signal)];
    await remote.take("one", first.message);
    await remote.take("two", second.message);
    first.close();
    one.abort(cancelled("One"));
    two.abort(cancelled("Two"));
    await remote.reasonOf("two");
    expect([await remote.isAborted("one"), await remote.isAborted("two")]).toEqual([false, true]);
    second.close();
  });

  it("serves two calls at once", async () => {
    const controller = new AbortController();
    const carried = [carrySignal(controller.signal), carrySignal(controller.signal)];
    await remote.take("one", carried[0]?.message);
    await remote.take("two", carried[1]?.message);
    carried[0]?.close();
    controller.abort(cancelled("Both"));
    await remote.reasonOf("two");
    expect(await remote.isAborted("one")).toBe(false);
    carried[1]?.close();
  });

  it("closes both ends of its channel when the call has answered", async () => {
    const { message, close } = carrySignal(never);
    await remote.take("a", message);
    const closing = vi.spyOn(MessagePort.prototype, "close");
    close();
    await vi.waitFor(() => expect(closing).toHaveBeenCalledTimes(2));
    closing.mockRestore();
  });
});
