import type { BackbonePreset } from "../../domain/training/training-options.ts";

export const backboneNames: Readonly<Record<BackbonePreset, string>> = {
  tiny: "Tiny residual network",
  resnet18: "ResNet-18",
  resnet34: "ResNet-34",
  resnet50: "ResNet-50",
  resnet50v1: "ResNet-50 v1 (Keras)",
};
