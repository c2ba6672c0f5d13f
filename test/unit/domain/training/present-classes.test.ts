import { expect, it } from "vitest";
import { presentClasses, thresholdsOf } from "../../../../src/domain/training/present-classes.ts";

const classes = { names: ["a", "b"], negative: null };

it("takes the thresholds of the model that predicted, or 0.5 without validation, and never another model's", () => {
  const calibration = { temperatures: [1, 1], thresholds: [0.2, 0.8] };
  expect(thresholdsOf({ id: "m", classes, calibration }, "m")).toEqual([0.2, 0.8]);
  expect(thresholdsOf({ id: "m", classes, calibration: null }, "m")).toEqual([0.5, 0.5]);
  expect(thresholdsOf({ id: "m", classes }, "m")).toEqual([0.5, 0.5]);
  expect(thresholdsOf({ id: "m", classes, calibration }, "other")).toBeNull();
  expect(thresholdsOf(null, "m")).toBeNull();
});

it("calls a class present from its threshold on", () => {
  expect(presentClasses([0.2, 0.79], [0.2, 0.8])).toEqual([0]);
  expect(presentClasses([0.1, 0.1], [0.2, 0.8])).toEqual([]);
});
