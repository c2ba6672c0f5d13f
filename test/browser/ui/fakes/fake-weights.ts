import type { StartingWeights } from "../../../../src/domain/training/starting-weights.ts";

/** The record of ImageNet weights of a ResNet-34, as the list of weights holds it. */
export function makeWeights(name: string, address: string | null): StartingWeights {
  return {
    id: `weights-${name}`,
    name,
    address,
    sha256: "3f9a1c0b7d21".padEnd(64, "0"),
    format: "safetensors",
    stem: "widened",
    bytes: 87_300_000,
    addedAt: "2026-11-25T10:00:00.000Z",
    backbone: "resnet34",
    head: { outputs: 1000, names: null },
    ignored: 0,
  };
}
