import { expect, test } from "vitest";
import { pickColour } from "../../../../src/ingest/decode/pick-colour.ts";
import type { Raster } from "../../../../src/ingest/formats/raster.ts";
import { problemOf } from "../problem-of.ts";

/** One row of pixels, interleaved as decoders give them. */
function rgb(exact: boolean, ...pixels: readonly [number, number, number][]): Raster {
  const data = Uint8Array.from(pixels.flat());
  return {
    width: pixels.length,
    height: 1,
    bitDepth: 8,
    exact,
    colours: [0, 1, 2].map((offset) => ({ data, offset, stride: 3 })),
  };
}

test("gray is passed on without a copy", () => {
  const data = Uint8Array.of(1, 2);
  const raster: Raster = { width: 2, height: 1, bitDepth: 8, exact: true, colours: [{ data, offset: 0, stride: 1 }] };
  expect(pickColour(raster, "red", "A_red.png")).toBe(data);
});

test("in a lossy picture a little of one colour may be in the others", () => {
  expect([...pickColour(rgb(false, [4, 90, 3], [2, 120, 9]), "green", "A_green.jpg")]).toEqual([90, 120]);
});

test("in a lossy yellow picture red and green may differ a little", () => {
  expect([...pickColour(rgb(false, [90, 92, 6], [119, 120, 0]), "yellow", "A_yellow.jpg")]).toEqual([92, 120]);
});

test("a lossy gray picture is accepted for any channel", () => {
  expect([...pickColour(rgb(false, [90, 90, 90], [7, 7, 7]), "blue", "A_blue.jpg")]).toEqual([90, 7]);
});

test.each([
  ["two signals", [50, 90, 3], "red and green hold different signals"],
  ["another colour than the channel's", [90, 2, 3], "its colour is not green"],
] as const)("a lossy picture with %s is ambiguous", async (_, pixel, reason) => {
  const problem = await problemOf(() => pickColour(rgb(false, [...pixel]), "green", "A_green.jpg"));
  expect(problem.tag).toBe("AmbiguousColour");
  expect(problem.message).toContain(reason);
});
