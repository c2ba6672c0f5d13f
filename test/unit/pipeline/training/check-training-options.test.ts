import { describe, expect, it } from "vitest";
import { problemFrom } from "../../../../src/domain/errors.ts";
import { defaultTrainingOptions, type TrainingOptions } from "../../../../src/domain/training/training-options.ts";
import { checkTrainingOptions } from "../../../../src/pipeline/training/check-training-options.ts";
import { sampleOptions, startingOptions } from "../../../../src/state/derive/advise-backbone.ts";

function problemWith(changes: Partial<TrainingOptions>) {
  try {
    checkTrainingOptions({ ...defaultTrainingOptions, ...changes });
    return null;
  } catch (error) {
    return problemFrom(error, "test");
  }
}

describe("checkTrainingOptions", () => {
  it("accepts the defaults and the bounds of the ranges", () => {
    expect(problemWith({})).toBeNull();
    expect(problemWith(startingOptions(null))).toBeNull();
    expect(problemWith(sampleOptions(null))).toBeNull();
    expect(
      problemWith({ epochs: 1, batchSize: 1, microBatchSize: 1, validationShare: 0, labelSmoothing: 0.5 }),
    ).toBeNull();
  });

  it.each([
    ["epochs", 0],
    ["epochs", 1.5],
    ["epochs", Number.NaN],
    ["batchSize", 0],
    ["batchSize", 2.5],
    ["microBatchSize", -1],
    ["learningRate", -1e-3],
    ["learningRate", 0],
    ["learningRate", 100],
    ["learningRate", Number.POSITIVE_INFINITY],
    ["warmUp", 1.1],
    ["weightDecay", -1],
    ["focalGamma", -3],
    ["labelSmoothing", 3],
    ["absentInCell", 0.61],
    ["absentInCell", -0.1],
    ["validationShare", 2],
    ["seed", -1],
  ] as const)("refuses %s = %d and gives the allowed range", (name, value) => {
    expect(problemWith({ [name]: value })).toMatchObject({
      tag: "OptionOutOfRange",
      message: `The option ${name} is ${value}, which no run can be made with.`,
      remedy: expect.stringMatching(/^Set it to a (whole )?number from [\d.e-]+ to [\d.]+\.$/),
    });
  });

  it("checks the options of augmentation", () => {
    const augmentation = { ...defaultTrainingOptions.augmentation, scale: 1 };
    expect(problemWith({ augmentation })?.remedy).toBe("Set it to a number from 0 to 0.5.");
  });

  it("checks the options of synthetic cells", () => {
    const syntheticHelpers = { ...defaultTrainingOptions.syntheticHelpers, reticulum: 0.3 };
    expect(problemWith({ syntheticHelpers })?.message).toContain("The option reticulum is 0.3");
  });
});
