import { expect, it } from "vitest";
import { openStepRing } from "../../../../src/domain/failure/step-ring.ts";

it("keeps the last thirty steps, oldest first", () => {
  const ring = openStepRing();
  for (let step = 1; step <= 50; step += 1) ring.note(`step ${step}`);
  const words = ring.list().map(({ what }) => what);
  expect(words).toHaveLength(30);
  expect([words[0], words[29]]).toEqual(["step 21", "step 50"]);
});

it("counts a step that is made again and again, and keeps the time of the last one", () => {
  const ring = openStepRing();
  ring.note("loadView a");
  for (let count = 0; count < 3; count += 1) ring.note("loadView b");
  expect(ring.list()).toMatchObject([
    { what: "loadView a", times: 1 },
    { what: "loadView b", times: 3 },
  ]);
});

it("cuts long steps to one short line, and forgets all when told to", () => {
  const ring = openStepRing();
  ring.note(`first\nline ${"x".repeat(500)}`);
  expect(ring.list()[0]?.what).toMatch(/^first line x+$/);
  expect(ring.list()[0]?.what.length).toBe(120);
  ring.clear();
  expect(ring.list()).toEqual([]);
});
