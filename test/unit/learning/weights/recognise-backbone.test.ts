import { describe, expect, it } from "vitest";
import type { NamedTensor, NamedTensors } from "../../../../src/domain/training/checkpoint.ts";
import { architectureFor, parameterTable } from "../../../../src/learning/network/architecture.ts";
import { recogniseBackbone } from "../../../../src/learning/weights/recognise-backbone.ts";

/** A network of zeros. Only the shapes matter here. */
function network(preset: "tiny" | "resnet18" | "resnet34" | "resnet50", channels = 3, classes = 4): NamedTensors {
  return new Map(
    parameterTable(architectureFor(preset, channels, classes)).map(({ name, shape }) => [
      name,
      { shape, values: new Float32Array(shape.reduce((product, side) => product * side, 1)) },
    ]),
  );
}

const named = (tensors: NamedTensors, rename: (name: string) => string): NamedTensors =>
  new Map([...tensors].map(([name, tensor]) => [rename(name), tensor]));
const without = (tensors: NamedTensors, ...names: string[]): NamedTensors =>
  new Map([...tensors].filter(([name]) => !names.includes(name)));
const tensor = (...shape: number[]): NamedTensor => ({
  shape,
  values: new Float32Array(shape.reduce((product, side) => product * side, 1)),
});

describe("recogniseBackbone", () => {
  it.each(["tiny", "resnet18", "resnet34", "resnet50"] as const)("recognises %s by its tensors", (preset) => {
    for (const channels of [3, 4]) {
      const found = recogniseBackbone(network(preset, channels), "file");
      expect(found.backbone).toBe(preset);
      expect(found.tensors.size).toBe(network(preset).size);
      expect(found.ignored).toBe(0);
    }
  });

  it("accepts a prefix and leaves out tensors that do not belong to the network", () => {
    const more = new Map([
      ...named(network("tiny"), (name) => `encoder.${name}`),
      ["decoder.weight", tensor(3)],
      ["encoder.bn1.num_batches_tracked", tensor()],
    ]);
    const found = recogniseBackbone(more, "file");
    expect(found.backbone).toBe("tiny");
    expect(found.tensors.has("conv1.weight")).toBe(true);
    expect(found.ignored).toBe(2);
  });

  it("accepts a file without a head, and drops half of a head", () => {
    for (const missing of [["fc.weight", "fc.bias"], ["fc.bias"], ["fc.weight"]]) {
      const found = recogniseBackbone(without(network("tiny"), ...missing), "file");
      expect([...found.tensors.keys()].some((name) => name.startsWith("fc."))).toBe(false);
    }
  });

  it.each<[string, NamedTensors, RegExp]>([
    [
      "a file without a stem",
      new Map([["transformer.wte", tensor(2)]]),
      /no tensor conv1\.weight.*its first is transformer\.wte/,
    ],
    ["an empty file", new Map(), /its first is none/],
    [
      "a missing tensor",
      without(network("resnet18"), "layer2.1.bn1.running_var", "layer3.0.conv1.weight"),
      /tensor layer2\.1\.bn1\.running_var of a resnet18 should be 128 but is missing/,
    ],
    [
      "a tensor of another shape",
      new Map([...network("resnet18"), ["layer1.0.conv2.weight", tensor(64, 2, 3, 3)]]),
      /layer1\.0\.conv2\.weight of a resnet18 should be 64 x 64 x 3 x 3 but is 64 x 2 x 3 x 3/,
    ],
    [
      "a stem for one channel",
      network("resnet18", 1),
      /tensor conv1\.weight of a resnet18 should be 64 x 3 x 7 x 7 but is 64 x 1 x 7 x 7/,
    ],
    [
      "a deeper network",
      new Map([...network("resnet50"), ["layer3.6.conv1.weight", tensor(1)]]),
      /tensor layer3\.6\.conv1\.weight has no place in a resnet50/,
    ],
    [
      "values that are no numbers",
      new Map([...network("tiny"), ["bn1.bias", { shape: [8], values: new Float32Array(8).fill(Number.NaN) }]]),
      /tensor bn1\.bias holds a value that is no number/,
    ],
  ])("refuses %s and names the first tensor", (_, tensors, message) => {
    expect(() => recogniseBackbone(tensors, "weights.safetensors")).toThrow(
      expect.objectContaining({ name: "ModelMismatch", message: expect.stringMatching(message) }),
    );
  });
});
