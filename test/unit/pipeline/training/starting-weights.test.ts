import { afterAll, beforeAll, expect, it } from "vitest";
import { defaultCropOptions } from "../../../../src/domain/tile/crop-options.ts";
import type { Checkpoint } from "../../../../src/domain/training/checkpoint.ts";
import type { StartingWeights } from "../../../../src/domain/training/starting-weights.ts";
import { defaultTrainingOptions } from "../../../../src/domain/training/training-options.ts";
import { type Backend, openBackend } from "../../../../src/learning/backend/backend.ts";
import { trainClassifier } from "../../../../src/pipeline/training/train-classifier.ts";
import { never } from "../../../never.ts";
import { sampleCells, sampleClasses } from "../../learning/sample-crops.ts";
import { chirpWeights } from "../../learning/torchvision-golden.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await openBackend("cpu");
});
afterAll(() => backend.close());

const record: StartingWeights = {
  id: "weights-1",
  name: "hpa.safetensors",
  address: null,
  sha256: "0".repeat(64),
  bytes: 1,
  format: "safetensors",
  addedAt: "2026-11-25T10:00:00.000Z",
  backbone: "tiny",
  stem: "same",
  head: { outputs: 4, names: null },
  ignored: 0,
};

/** Trains one epoch, or the second one of a resumed run. Returns its first and its last checkpoint. */
async function train(weights: StartingWeights, resume: Checkpoint | null = null) {
  const { cells, crops } = sampleCells(4, 2, 16);
  const saved: Checkpoint[] = [];
  const { checkpoint } = await trainClassifier(
    {
      cells,
      crops,
      cropOptions: { ...defaultCropOptions, size: 16 },
      classes: sampleClasses,
      options: {
        ...defaultTrainingOptions,
        backbone: "tiny",
        epochs: resume === null ? 1 : 2,
        batchSize: 4,
        microBatchSize: 4,
        initialWeights: weights.id,
      },
      backend,
      resume,
      startingWeights: { record: weights, tensors: chirpWeights("tiny", 4, 4) },
      runId: "run",
    },
    {
      saveCheckpoint: async (next) => {
        saved.push(next);
      },
      signal: never,
    },
  );
  return { first: saved[0]!, last: checkpoint };
}

it("are the weights of a run before its first step, including the head when it fits", async () => {
  const { first, last } = await train(record);
  for (const [name, { values }] of chirpWeights("tiny", 4, 4))
    expect(first.tensors.get(name)?.values, name).toEqual(values);
  expect(last.manifest.startingWeights).toEqual({
    name: "hpa.safetensors",
    address: null,
    sha256: record.sha256,
    format: "safetensors",
    stem: "same",
    headReplaced: false,
  });
  const { last: again } = await train({ ...record, name: "other" }, last);
  expect(again.manifest.startingWeights?.name).toBe("hpa.safetensors");
});

it("are used without their head when the classes differ", async () => {
  const { first } = await train({ ...record, head: { outputs: 4, names: ["a", "b", "c", "d"] } });
  const own = chirpWeights("tiny", 4, 4);
  expect(first.tensors.get("conv1.weight")?.values).toEqual(own.get("conv1.weight")?.values);
  expect(first.tensors.get("fc.weight")?.values).not.toEqual(own.get("fc.weight")?.values);
  expect(first.manifest.startingWeights?.headReplaced).toBe(true);
});

it("are refused when they belong to another network", async () => {
  await expect(train({ ...record, backbone: "resnet34" })).rejects.toThrow(
    /^hpa\.safetensors\nThe weights to start from are those of a resnet34, and a tiny is to be trained/,
  );
});
