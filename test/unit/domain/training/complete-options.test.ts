import { describe, expect, it } from "vitest";
import { completeManifest, completeOptions, completeRun } from "../../../../src/domain/training/complete-options.ts";
import { defaultTrainingOptions } from "../../../../src/domain/training/training-options.ts";
import { makeModel, makeRun } from "../../../browser/ui/fakes/fake-run.ts";

/** Options as an earlier version may have written them: one is missing, and another one is missing in a group. */
const { warmUp: _, augmentation, ...others } = { ...defaultTrainingOptions, seed: 7, epochs: 3 };
const { flips: __, ...someChanges } = { ...augmentation, rotation: 90 };
const stored = { ...others, augmentation: someChanges } as unknown as typeof defaultTrainingOptions;
const whole = {
  ...defaultTrainingOptions,
  seed: 7,
  epochs: 3,
  augmentation: { ...defaultTrainingOptions.augmentation, rotation: 90 },
};

describe("completeOptions", () => {
  it("adds missing options, also in groups, and keeps the others", () => {
    expect(completeOptions(stored)).toEqual(whole);
    // Some options get the value that describes runs from before the option existed.
    expect(completeOptions({})).toEqual({
      ...defaultTrainingOptions,
      objective: "inherit",
      tilePictures: false,
      darkByRank: false,
    });
    expect(completeOptions(whole)).toEqual(whole);
  });

  it("completes the options of a manifest and of a run", () => {
    expect(completeManifest({ ...makeModel(), options: stored }).options).toEqual(whole);
    expect(completeRun({ ...makeRun("stopped", 2), options: stored }).options).toEqual(whole);
  });
});
