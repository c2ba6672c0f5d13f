import fc from "fast-check";
import { expect, it } from "vitest";
import { shortestFloat } from "../../../src/export/shortest-float.ts";

it.each([
  [0, "0"],
  [1, "1"],
  [0.5, "0.5"],
  [Math.fround(0.1), "0.1"],
  [Math.fround(1 / 3), "0.33333334"],
  [1 - 2 ** -24, "0.99999994"],
  [1 - 2 ** -23, "0.9999999"],
])("writes %f as %s", (value, text) => {
  expect(shortestFloat(value)).toBe(text);
});

it("keeps every value, and the ranking of any two confidences", () => {
  const confidence = fc.float({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(confidence, confidence, (a, b) => {
      expect(Math.fround(Number(shortestFloat(a)))).toBe(a + 0);
      expect(Math.sign(Number(shortestFloat(a)) - Number(shortestFloat(b)))).toBe(Math.sign(a - b));
    }),
    { seed: 3, numRuns: 2000 },
  );
});
