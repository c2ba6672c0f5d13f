import { expect, it } from "vitest";
import { replaceBetween } from "../../experiment/render-report.ts";

it("replaces what stands between the markers and nothing else", () => {
  const text = "before\n<!-- a:begin -->\nold\n<!-- a:end -->\nafter\n";
  expect(replaceBetween(text, "a", "new")).toBe("before\n<!-- a:begin -->\nnew\n<!-- a:end -->\nafter\n");
  expect(() => replaceBetween(text, "b", "new")).toThrow("no markers");
});
