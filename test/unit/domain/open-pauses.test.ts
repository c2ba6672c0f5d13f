import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { cancelled } from "../../../src/domain/cancel.ts";
import { fewAtATime } from "../../../src/domain/few-at-a-time.ts";
import { openPauses } from "../../../src/domain/open-pauses.ts";
import { never } from "../../never.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** Posts a message, as the page does, and tells whether it was read. */
function postMessage(): { readonly isRead: () => boolean; readonly close: () => void } {
  const { port1, port2 } = new MessageChannel();
  let read = false;
  port1.onmessage = () => {
    read = true;
  };
  port2.postMessage(null);
  return { isRead: () => read, close: () => port1.close() };
}

describe("a loop with pauses", () => {
  it("reads messages when it has held its thread for long, and not more often", async () => {
    const pause = openPauses(never);
    const { isRead, close } = postMessage();
    for (let round = 0; round < 100; round += 1) await pause();
    expect(isRead()).toBe(false);
    // A message that waits takes a pause or two to arrive.
    for (let round = 0; round < 3; round += 1) {
      vi.advanceTimersByTime(60);
      await pause();
    }
    expect(isRead()).toBe(true);
    close();
  });

  it("ends once its signal is aborted", async () => {
    const controller = new AbortController();
    const pause = openPauses(controller.signal);
    await pause();
    controller.abort(cancelled("The export"));
    await expect(pause()).rejects.toMatchObject({ name: "Cancelled" });
  });
});

describe("fewAtATime", () => {
  it("gives all items in their order, so many at a time", async () => {
    const parts: (readonly number[])[] = [];
    for await (const few of fewAtATime([1, 2, 3, 4, 5], 2, never)) parts.push(few);
    expect(parts).toEqual([[1, 2], [3, 4], [5]]);
    for await (const few of fewAtATime([], 2, never)) throw new Error(`There is none: ${few}`);
  });

  it("ends between two parts when it is cancelled", async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const work = async () => {
      for await (const few of fewAtATime([1, 2, 3, 4], 2, controller.signal)) {
        seen.push(...few);
        controller.abort(cancelled("The export"));
      }
    };
    await expect(work()).rejects.toMatchObject({ name: "Cancelled" });
    expect(seen).toEqual([1, 2]);
  });
});
