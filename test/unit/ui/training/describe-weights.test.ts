import { expect, it } from "vitest";
import type { StartingWeights } from "../../../../src/domain/training/starting-weights.ts";
import { describeWeights } from "../../../../src/ui/training/describe-weights.ts";

const weights: StartingWeights = {
  id: "w",
  name: "resnet18.safetensors",
  format: "safetensors",
  sha256: "0123456789abcdef",
  address: null,
  stem: "same",
  bytes: 2_000_000,
  addedAt: "2026-01-01T00:00:00.000Z",
  backbone: "resnet18",
  head: null,
  ignored: 0,
};

it.each([
  [0, /learnt\.$/],
  [1, / 1 other tensor is left out\.$/],
  [2, / 2 other tensors are left out\.$/],
])("says how many tensors are left out: %d", (ignored, words) => {
  expect(describeWeights({ ...weights, ignored }, false)).toMatch(words);
});
