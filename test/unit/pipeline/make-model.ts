import { defaultCropOptions } from "../../../src/domain/tile/crop-options.ts";
import type { Model } from "../../../src/domain/training/checkpoint.ts";
import { type BackbonePreset, defaultTrainingOptions } from "../../../src/domain/training/training-options.ts";
import { makeModel as modelManifest } from "../../browser/ui/fakes/fake-run.ts";
import { chirpWeights } from "../learning/torchvision-golden.ts";

/** Makes a model whose tensors are computed by a formula. */
export function makeModel(backbone: BackbonePreset, channels: number, classes: number, inputSize: number): Model {
  return {
    manifest: {
      ...modelManifest(),
      backbone,
      inputSize,
      channels: ["red", "green", "blue", "yellow"].slice(0, channels),
      classes: { names: Array.from({ length: classes }, (_, index) => `Class ${index}`), negative: null },
      crop: defaultCropOptions,
      options: { ...defaultTrainingOptions, backbone },
      metrics: null,
    },
    tensors: chirpWeights(backbone, channels, classes),
  };
}
