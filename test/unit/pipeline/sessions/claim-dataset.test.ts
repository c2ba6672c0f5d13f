import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { problemFrom } from "../../../../src/domain/errors.ts";

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllGlobals());

/** What claiming rejects with in a browser that refuses the lock with `reason`. */
async function refusedWith(reason: unknown): Promise<Error> {
  vi.stubGlobal("navigator", { locks: { request: () => Promise.reject(reason) } });
  const { claimDataset } = await import("../../../../src/pipeline/sessions/claim-dataset.ts");
  return claimDataset().then(
    () => expect.unreachable(),
    (error: Error) => error,
  );
}

it.each(["TimeoutError", "AbortError"])("tells of another tab when the lock is not free in time (%s)", async (name) => {
  const reason = new DOMException("", name);
  const error = await refusedWith(reason);
  expect(problemFrom(error, "")).toMatchObject({
    tag: "OpenElsewhere",
    message: "Cytotope is open in another tab or window of this browser.",
  });
  expect(error.cause).toBe(reason);
});

it("does not tell of another tab when the browser gives no locks at all", async () => {
  const reason = new DOMException("Locks are denied.", "SecurityError");
  const error = await refusedWith(reason);
  expect(problemFrom(error, "").message).toContain("SecurityError: Locks are denied");
  expect(error.cause).toBe(reason);
});
