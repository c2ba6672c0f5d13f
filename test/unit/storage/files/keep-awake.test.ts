import { afterEach, expect, it, vi } from "vitest";
import { keepFilesAwake, touchEvery } from "../../../../src/storage/files/keep-awake.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("accesses files well within the ten minutes of a private window, and continues after a failure", async () => {
  vi.useFakeTimers();
  let listed = 0;
  async function* keys() {
    listed += 1;
    yield "tiles";
  }
  const getDirectory = vi.fn(() => Promise.resolve({ keys }));
  getDirectory.mockRejectedValueOnce(new DOMException("busy", "InvalidStateError"));
  vi.stubGlobal("navigator", { storage: { getDirectory } });
  keepFilesAwake();
  expect(touchEvery).toBeLessThan(5 * 60_000);
  await vi.advanceTimersByTimeAsync(touchEvery);
  expect([getDirectory.mock.calls.length, listed]).toEqual([1, 0]);
  await vi.advanceTimersByTimeAsync(2 * touchEvery);
  expect([getDirectory.mock.calls.length, listed]).toEqual([3, 2]);
});
