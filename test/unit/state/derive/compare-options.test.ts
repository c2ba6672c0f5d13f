import { describe, expect, it } from "vitest";
import { defaultTrainingOptions } from "../../../../src/domain/training/training-options.ts";
import { differingOptions, storedBytes } from "../../../../src/state/derive/compare-options.ts";
import { makeCheckpoint } from "../../../browser/ui/fakes/fake-run.ts";

describe("differingOptions", () => {
  it("names only the options that differ, in words, also those in groups", () => {
    const augmentation = { ...defaultTrainingOptions.augmentation, flips: false };
    const other = { ...defaultTrainingOptions, learningRate: 0.01, augmentation };
    expect(differingOptions([defaultTrainingOptions, other, defaultTrainingOptions])).toEqual([
      { path: "learningRate", name: "Learning rate", values: ["0.001", "0.01", "0.001"] },
      { path: "augmentation.flips", name: "Augmentation: flips", values: ["on", "off", "on"] },
    ]);
    expect(differingOptions([other, other])).toEqual([]);
  });
});

describe("storedBytes", () => {
  it("counts a file once when it is both the best and the last checkpoint", () => {
    const [best, last] = [makeCheckpoint("a", 1), makeCheckpoint("a", 2)];
    expect(storedBytes({ checkpoints: { best, last } })).toBe(2_760_000);
    expect(storedBytes({ checkpoints: { best: last, last } })).toBe(1_380_000);
    expect(storedBytes({ checkpoints: { best: null, last: null } })).toBe(0);
  });
});
