import { describe, expect, it } from "vitest";
import { problemFrom } from "../../../../src/domain/errors.ts";
import type { ModelManifest } from "../../../../src/domain/training/model-manifest.ts";
import { checkModelFits } from "../../../../src/pipeline/models/model-fit.ts";
import { makeModel } from "../../../browser/ui/fakes/fake-run.ts";

const model = makeModel();
const data = { cropOptions: model.crop, classes: model.classes };

function refusal(changes: Partial<ModelManifest>): string | null {
  try {
    checkModelFits({ ...model, ...changes }, data);
    return null;
  } catch (error) {
    const { tag, message } = problemFrom(error, "test");
    return `${tag}: ${message}`;
  }
}

describe("checkModelFits", () => {
  it("accepts a model on data like its own", () => {
    expect(refusal({})).toBeNull();
  });

  it("refuses other channels, classes, crops and normalisation, and says what differs", () => {
    expect(refusal({ channels: ["green"] })).toBe(
      "ModelMismatch: The model reads the channels green, the crops hold red, green, blue, yellow.",
    );
    const names = model.classes.names.with(4, "Speckles");
    expect(refusal({ classes: { ...model.classes, names } })).toBe(
      'ModelMismatch: The model has other classes than the data set: class 4 is "Speckles" to the model and "Nuclear speckles" here.',
    );
    expect(refusal({ classes: { ...model.classes, names: model.classes.names.slice(0, 18) } })).toContain(
      'The model tells 18 classes apart, the data set has 19: class 18 is nothing to the model and "Negative" here',
    );
    expect(refusal({ crop: { ...model.crop, margin: 0.3 } })).toContain("margin 0.3");
    expect(refusal({ normalisation: "ImageNet mean and deviation" })).toContain(
      "(ImageNet mean and deviation) than here",
    );
  });
});
