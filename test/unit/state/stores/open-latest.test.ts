import { expect, it } from "vitest";
import { openLatest } from "../../../../src/state/stores/open-latest.ts";

it("cancels the earlier work when new work begins, and the newest work on request", () => {
  const latest = openLatest("The preview");
  const [first, second] = [latest.next(), latest.next()];
  expect([first.aborted, second.aborted]).toEqual([true, false]);
  expect(first.reason).toMatchObject({ name: "Cancelled", message: expect.stringContaining("The preview") });
  latest.cancel();
  expect(second.aborted).toBe(true);
  expect(latest.next().aborted).toBe(false);
});
