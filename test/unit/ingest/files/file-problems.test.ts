import { expect, it } from "vitest";
import { undecodable } from "../../../../src/ingest/files/file-problems.ts";

it("takes what a decoder threw for damage, and keeps it as the cause", () => {
  const thrown = new Error("unexpected end of data");
  expect(undecodable("A_red.png", "its pixels cannot be unpacked", thrown)).toMatchObject({
    name: "TruncatedFile",
    cause: thrown,
  });
});

it("does not take want of memory for damage", () => {
  const thrown = new RangeError("Array buffer allocation failed");
  expect(undecodable("A_red.png", "its pixels cannot be unpacked", thrown)).toBe(thrown);
});
