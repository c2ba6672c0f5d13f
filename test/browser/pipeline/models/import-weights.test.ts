import { wrap } from "comlink";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defaultCropOptions } from "../../../../src/domain/tile/crop-options.ts";
import type { Checkpoint } from "../../../../src/domain/training/checkpoint.ts";
import { defaultTrainingOptions } from "../../../../src/domain/training/training-options.ts";
import { decodeSafetensors, encodeSafetensors } from "../../../../src/export/safetensors.ts";
import { openBackend } from "../../../../src/learning/backend/backend.ts";
import { importWeights } from "../../../../src/pipeline/models/import-weights.ts";
import { trainClassifier } from "../../../../src/pipeline/training/train-classifier.ts";
import { clearStorage } from "../../../../src/storage/clear-storage.ts";
import { listFolder } from "../../../../src/storage/files/private-files.ts";
import { writeFile } from "../../../../src/storage/files/write-private-file.ts";
import {
  deleteStartingWeights,
  loadStartingWeights,
  readStartingWeights,
} from "../../../../src/storage/starting-weights-store.ts";
import { sweepFiles } from "../../../../src/storage/sweep-files.ts";
import { never } from "../../../never.ts";
import { sampleCells, sampleClasses } from "../../../unit/learning/sample-crops.ts";
import { chirpWeights } from "../../../unit/learning/torchvision-golden.ts";
import type { WeightsApi } from "../weights.worker.ts";

const file = encodeSafetensors(chirpWeights("tiny", 3, 7), {});
const whole = { bytes: file, version: '"v1"', ranges: true, breakAfter: null, status: 200 };

beforeEach(clearStorage);

describe("weights from a file", () => {
  it("are stored once, listed, and deleted, and files without a record are removed", async () => {
    const record = await importWeights(new Blob([file]), "imagenet.safetensors", null, never);
    expect(record).toMatchObject({ name: "imagenet.safetensors", backbone: "tiny", stem: "widened", address: null });
    expect(record.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(await importWeights(new Blob([file]), "again.safetensors", null, never)).toEqual(record);
    expect(await loadStartingWeights()).toEqual([record]);
    await writeFile("weights/left-over.safetensors", [new Uint8Array(3)], "test");
    await sweepFiles([], []);
    expect(await listFolder("weights")).toEqual([`${record.id}.safetensors`]);
    await deleteStartingWeights(record.id);
    expect(await loadStartingWeights()).toEqual([]);
    expect(await listFolder("weights")).toEqual([]);
    await expect(readStartingWeights(record.id)).rejects.toThrow(/no longer in the browser's storage/);
  });

  it("are refused from a cut-off file, the problem names the first incomplete tensor, and nothing is stored", async () => {
    await expect(importWeights(new Blob([file.subarray(0, 20_000)]), "half.safetensors", null, never)).rejects.toThrow(
      /^half\.safetensors\nThe file is cut off: its tensor "layer2\.0\.\w+\.weight" ends at byte/,
    );
    expect(await listFolder("weights")).toEqual([]);
  });

  it("of another Keras network are read and refused, and the problem names the first missing array", async () => {
    const { File: Hdf5File, ready } = await import("h5wasm");
    const { FS } = await ready;
    const made = new Hdf5File("made.h5", "w");
    made.create_group("dense").create_dataset({ name: "kernel:0", data: new Float32Array(4), shape: [2, 2] });
    made.close();
    const bytes = FS.readFile("made.h5");
    await expect(importWeights(new Blob([bytes.slice()]), "dense.h5", null, never)).rejects.toThrow(
      /^dense\.h5\nThe array conv1_conv\/kernel of Keras' ResNet50 should be 7 x 7 x 3 x 64 but is missing/,
    );
  });

  it("start a run on WebGPU, in which the frozen backbone keeps them and the replaced head learns", async () => {
    const record = await importWeights(new Blob([file]), "imagenet.safetensors", null, never);
    const { bytes } = await readStartingWeights(record.id);
    const { tensors } = decodeSafetensors(bytes);
    const backend = await openBackend("webgpu");
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
          epochs: 1,
          batchSize: 8,
          microBatchSize: 4,
          objective: "inherit",
          initialWeights: record.id,
          freeze: "backbone",
          freezeBatchNorm: true,
        },
        backend,
        resume: null,
        startingWeights: { record, tensors },
        runId: "run",
      },
      {
        saveCheckpoint: async (next) => {
          saved.push(next);
        },
        signal: never,
      },
    );
    expect(backend.failure()).toBeNull();
    backend.close();
    expect(checkpoint.manifest.startingWeights).toEqual({
      name: "imagenet.safetensors",
      address: null,
      sha256: record.sha256,
      format: "safetensors",
      stem: "widened",
      headReplaced: true,
    });
    for (const [name, { values }] of tensors) {
      if (!name.startsWith("fc.")) expect(checkpoint.tensors.get(name)?.values, name).toEqual(values);
    }
    const head = (at: Checkpoint | undefined) => at?.tensors.get("fc.weight");
    expect(head(checkpoint)?.shape).toEqual([4, 32]);
    expect(head(checkpoint)?.values).not.toEqual(head(saved[0])?.values);
    expect([...checkpoint.tensors.keys()].filter((name) => name.startsWith("optimizer."))).toHaveLength(4);
  });
});

describe("weights from an address", () => {
  const address = "https://weights.example/resnet/model.safetensors";
  let worker: Worker;
  let page: ReturnType<typeof wrap<WeightsApi>>;
  beforeEach(() => {
    worker = new Worker(new URL("../weights.worker.ts", import.meta.url), { type: "module" });
    page = wrap<WeightsApi>(worker);
  });
  afterEach(() => worker.terminate());

  it("are downloaded with progress, and leave no partial download behind", async () => {
    await page.serve(whole);
    const { weights, told, problem } = await page.fetch(address, null);
    expect(problem).toBeNull();
    expect(weights).toMatchObject({ name: "model.safetensors", address, bytes: file.length });
    expect(told.at(0)).toBe(0);
    expect(told.at(-1)).toBe(file.length);
    expect(await listFolder("downloads")).toEqual([]);
    expect(await loadStartingWeights()).toEqual([weights]);
  });

  it("continue where the connection broke off, and where the user cancelled", async () => {
    await page.serve({ ...whole, breakAfter: 30_000 });
    const broken = await page.fetch(address, null);
    expect(broken.problem).toMatch(
      /^DownloadFailed: model\.safetensors\nThe connection to weights\.example broke off after 30000 bytes/,
    );
    await page.serve(whole);
    const cancelled = await page.fetch(address, 50_000);
    expect(cancelled.problem).toMatch(/^Cancelled: /);
    expect(cancelled.told.at(0)).toBe(30_000);
    const { weights, told } = await page.fetch(address, null);
    expect(told.at(0)).toBe(50_000);
    expect(weights?.sha256).toBe((await importWeights(new Blob([file]), "same", null, never)).sha256);
    expect(await page.requests()).toEqual(["", "bytes=30000-", "bytes=50000-"]);
  });

  it("start from the beginning when the server has another version, or does not support ranges", async () => {
    for (const change of [{ version: '"v2"' }, { ranges: false }]) {
      await clearStorage();
      await page.serve({ ...whole, breakAfter: 30_000 });
      await page.fetch(address, null);
      await page.serve({ ...whole, ...change });
      const { weights, told } = await page.fetch(address, null);
      expect(told.at(0)).toBe(0);
      expect(weights?.bytes).toBe(file.length);
    }
  });

  it("give a problem for no address, no answer, an error, and a file without weights", async () => {
    const problemOf = async (text: string) => (await page.fetch(text, null)).problem;
    expect(await problemOf("model.safetensors")).toMatch(/^DownloadFailed: model\.safetensors\nThis is no web address/);
    expect(await problemOf(address)).toMatch(/weights\.example could not be reached, or does not let web pages read/);
    await page.serve({ ...whole, status: 404 });
    expect(await problemOf(address)).toMatch(/weights\.example answered 404/);
    await page.serve({ ...whole, bytes: file.slice(0, 20_000) });
    expect(await problemOf(address)).toMatch(
      /^BrokenWeights: model\.safetensors\nThe file is cut off: its tensor "layer2/,
    );
    expect(await listFolder("downloads")).toEqual([]);
  });
});
