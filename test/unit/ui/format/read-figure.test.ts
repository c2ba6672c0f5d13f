import { expect, it } from "vitest";
import { readFigure } from "../../../../src/ui/format/read-figure.ts";

it("reads a decimal point or comma, and the unit behind the number", () => {
  expect(readFigure("0.08", "µm")).toBe(0.08);
  expect(readFigure(" 0,08 ", "µm")).toBe(0.08);
  expect(readFigure("0.08 µm", "µm")).toBe(0.08);
  expect(readFigure("0.08um", "µm")).toBe(0.08);
  expect(readFigure("0.08 μm", "µm")).toBe(0.08);
  expect(readFigure(",5", "µm")).toBe(0.5);
  expect(readFigure("200px", "px")).toBe(200);
  expect(readFigure("5.", "px")).toBe(5);
});

it("reads nothing from a text that is not clearly a number in that unit", () => {
  for (const text of [
    "",
    "abc",
    "-3",
    "1,234.5",
    "1 000",
    "0.08 nm",
    "200 µm",
    "1e3",
    "NaN",
    "Infinity",
    ".",
    "0.0.8",
  ]) {
    expect(readFigure(text, "px"), text).toBeNull();
  }
});
