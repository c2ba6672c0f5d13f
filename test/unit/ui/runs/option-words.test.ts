import { describe, expect, it } from "vitest";
import { defaultTrainingOptions } from "../../../../src/domain/training/training-options.ts";
import { optionRows } from "../../../../src/ui/runs/option-words.ts";

describe("optionRows", () => {
  it("names options and their values as the form does", () => {
    const options = { ...defaultTrainingOptions, objective: "inherit", backbone: "resnet34" } as const;
    const other = { ...options, objective: "self-training", backbone: "tiny", selfTrainingFolds: 5 } as const;
    expect(optionRows([options, other]).map(({ name, values }) => [name, ...values])).toEqual([
      ["Network", "ResNet-34", "Tiny residual network"],
      ["Objective", "Tile's labels for every cell", "Self-training"],
      ["Folds", String(options.selfTrainingFolds), "5"],
    ]);
  });

  it("names the options of cell and context as the form does", () => {
    const options = { ...defaultTrainingOptions, contextShare: 0.5, pictureShare: 0, darkByRank: false };
    const other = { ...options, contextShare: 0.6, pictureShare: 0.1, darkByRank: true, tilePictures: false };
    expect(optionRows([options, other]).map(({ name }) => name)).toEqual([
      "Context",
      "Picture",
      "Learn from whole tiles too",
      "Treat cells that show the labels least as negative",
    ]);
  });
});
