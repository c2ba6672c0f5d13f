import { describe, expect, it } from "vitest";
import { hpaClasses } from "../../../../src/domain/localisation/localisation.ts";
import { headFits, isWeightsFile } from "../../../../src/domain/training/starting-weights.ts";
import { encodeSafetensors } from "../../../../src/export/safetensors.ts";
import { prepareWeights } from "../../../../src/pipeline/models/import-weights.ts";
import { encodeModel } from "../../../../src/pipeline/models/model-file.ts";
import { chirpWeights } from "../../learning/torchvision-golden.ts";
import { makeModel } from "../make-model.ts";

describe("prepareWeights", () => {
  it("widens a stem for colours, and gives the number of the head's outputs", async () => {
    const bytes = encodeSafetensors(chirpWeights("tiny", 3, 7), {});
    const { tensors, ...told } = await prepareWeights(bytes, "weights.safetensors");
    expect(told).toEqual({
      backbone: "tiny",
      format: "safetensors",
      stem: "widened",
      head: { outputs: 7, names: null },
      ignored: 0,
    });
    expect(tensors.get("conv1.weight")?.shape).toEqual([8, 4, 3, 3]);
  });

  it("reads a model that Cytotope exported without changes, with the names of its classes", async () => {
    const model = makeModel("tiny", 4, 3, 20);
    const { tensors, stem, head, ignored } = await prepareWeights(encodeModel(model), "model.safetensors");
    expect({ stem, head, ignored }).toEqual({
      stem: "same",
      head: { outputs: 3, names: ["Class 0", "Class 1", "Class 2"] },
      ignored: 0,
    });
    expect(tensors).toEqual(model.tensors);
  });

  it.each(["no JSON", JSON.stringify({ format: "cytotope-model-1" }), "null"])(
    "takes weights with the manifest of another program, or half of ours: %s",
    async (manifest) => {
      const bytes = encodeSafetensors(chirpWeights("tiny", 3, 7), { manifest });
      expect((await prepareWeights(bytes, "weights.safetensors")).head).toEqual({ outputs: 7, names: null });
    },
  );

  it.each([
    ["PyTorch's archive", [0x50, 0x4b, 3, 4]],
    ["a pickle", [0x80, 2, 0x8a]],
  ])("refuses %s and says how to convert it", async (_, start) => {
    await expect(prepareWeights(Uint8Array.from([...start, ...new Array(20).fill(0)]), "model.pth")).rejects.toThrow(
      /^model\.pth\nThe file is a PyTorch pickle/,
    );
  });

  it("names the first tensor that is incomplete in a truncated file", async () => {
    const bytes = encodeSafetensors(chirpWeights("tiny", 3, 7), {});
    await expect(prepareWeights(bytes.subarray(0, bytes.length - 4000), "half.safetensors")).rejects.toThrow(
      /cut off: its tensor "layer3\.0\.conv2\.weight" ends at byte/,
    );
  });
});

describe("a head", () => {
  it("fits when it has the same number of outputs, and the same names if they are known", () => {
    const { names } = hpaClasses;
    expect(headFits(null, names)).toBe(false);
    expect(headFits({ outputs: 1000, names: null }, names)).toBe(false);
    expect(headFits({ outputs: 19, names: null }, names)).toBe(true);
    expect(headFits({ outputs: 19, names }, names)).toBe(true);
    expect(headFits({ outputs: 19, names: names.toReversed() }, names)).toBe(false);
  });
});

describe("isWeightsFile", () => {
  it.each([
    ["model.safetensors", true],
    ["ResNet50.H5", true],
    ["resnet18-f37072fd.pth", true],
    ["tile_red.png", false],
    ["train.csv", false],
    ["safetensors", false],
  ])("%s: %s", (name, expected) => expect(isWeightsFile(name)).toBe(expected));
});
