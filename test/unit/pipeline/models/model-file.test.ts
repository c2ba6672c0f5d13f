import { describe, expect, it } from "vitest";
import type { Checkpoint } from "../../../../src/domain/training/checkpoint.ts";
import type { ModelManifest } from "../../../../src/domain/training/model-manifest.ts";
import { defaultTrainingOptions } from "../../../../src/domain/training/training-options.ts";
import { decodeSafetensors, encodeSafetensors } from "../../../../src/export/safetensors.ts";
import {
  decodeCheckpoint,
  decodeModel,
  encodeCheckpoint,
  encodeModel,
} from "../../../../src/pipeline/models/model-file.ts";
import { makeEpoch, makeModel } from "../../../browser/ui/fakes/fake-run.ts";

const checkpoint: Checkpoint = {
  manifest: makeModel(),
  tensors: new Map([
    ["conv1.weight", { shape: [2, 1, 1, 2], values: new Float32Array([1.5, -2, 0, 1e-30]) }],
    ["fc.bias", { shape: [1], values: new Float32Array([Math.fround(0.1)]) }],
    ["optimizer.exp_avg/conv1.weight", { shape: [4], values: new Float32Array([1, 2, 3, 4]) }],
  ]),
  progress: {
    batch: 2,
    step: 17,
    lossSum: 0.25,
    cells: 16,
    seconds: 1.5,
    epochs: [],
    trainingTiles: ["a", 'Zürich "7"'],
    validationTiles: ["b"],
  },
};

describe("checkpoint file", () => {
  it("keeps everything that a run needs to go on", () => {
    expect(decodeCheckpoint(encodeCheckpoint(checkpoint), "Run")).toEqual(checkpoint);
  });

  it("adds missing options to a file that an earlier version wrote", () => {
    const { seed: _, ...options } = defaultTrainingOptions;
    const manifest = { ...checkpoint.manifest, options } as unknown as ModelManifest;
    expect(decodeCheckpoint(encodeCheckpoint({ ...checkpoint, manifest }), "Run")).toEqual(checkpoint);
  });

  it("keeps data that only training needs out of a model's file", () => {
    const { tensors, metadata } = decodeSafetensors(encodeModel(checkpoint));
    expect([...tensors.keys()]).toEqual(["conv1.weight", "fc.bias"]);
    expect(JSON.parse(metadata["manifest"] ?? "")).toEqual(checkpoint.manifest);
    expect(metadata["progress"]).toBeUndefined();
  });

  it("gives each batch normalisation the counter that torch's load_state_dict expects", () => {
    const tensors = new Map([
      ...checkpoint.tensors,
      ["bn1.running_var", { shape: [1], values: new Float32Array([1]) }],
    ]);
    const bytes = encodeModel({ ...checkpoint, tensors });
    const header = new TextDecoder().decode(bytes.subarray(8, 8 + new DataView(bytes.buffer).getUint32(0, true)));
    const { __metadata__, ...entries } = JSON.parse(header);
    expect(Object.keys(entries)).toEqual(["bn1.num_batches_tracked", "conv1.weight", "fc.bias", "bn1.running_var"]);
    expect(entries["bn1.num_batches_tracked"]).toMatchObject({ dtype: "I64", shape: [] });
  });

  it("reads a model's file with the figures of its run, and refuses it as a checkpoint to resume from", () => {
    const epochs = [makeEpoch(1, 3), makeEpoch(2, 3)];
    const bytes = encodeModel(checkpoint, epochs);
    const model = decodeModel(bytes, "m.safetensors");
    expect(model).toMatchObject({ manifest: checkpoint.manifest, progress: null, epochs });
    expect([...model.tensors.keys()]).toEqual(["conv1.weight", "fc.bias"]);
    expect(() => decodeCheckpoint(bytes, "Run run-1")).toThrow(/^Run run-1\nThe file is not a checkpoint/);
    expect(decodeModel(encodeCheckpoint(checkpoint), "Run").progress).toEqual(checkpoint.progress);
    expect(decodeModel(encodeModel(checkpoint), "m").epochs).toEqual([]);
  });

  it.each([
    ["weights of another program", { format: "pt" }],
    ["a manifest that lacks its classes", { manifest: JSON.stringify({ ...checkpoint.manifest, classes: {} }) }],
    ["an unknown network", { manifest: JSON.stringify({ ...checkpoint.manifest, backbone: "vgg" }) }],
  ])("refuses %s as a model", (_, metadata) => {
    const bytes = encodeSafetensors(checkpoint.tensors, metadata);
    expect(() => decodeModel(bytes, "m.safetensors")).toThrow(/^m\.safetensors\nThe file is not a model/);
  });

  it.each([
    ["no metadata", {}],
    ["another format", { manifest: JSON.stringify({ format: "else" }), progress: "{}" }],
    ["broken JSON", { manifest: "{", progress: "{}" }],
    ["no progress", { manifest: JSON.stringify(checkpoint.manifest) }],
  ])("refuses a file with %s", (_, metadata) => {
    const bytes = encodeSafetensors(checkpoint.tensors, metadata);
    expect(() => decodeCheckpoint(bytes, "Run run-1")).toThrow(/^Run run-1\nThe file is not a (checkpoint|model)/);
  });
});
