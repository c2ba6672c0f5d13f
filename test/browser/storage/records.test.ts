import { beforeEach, describe, expect, it } from "vitest";
import { defaultCropOptions } from "../../../src/domain/crop-options.ts";
import type { Problem } from "../../../src/domain/errors.ts";
import { hpaClasses } from "../../../src/domain/localisation.ts";
import { defaultSegmentationOptions } from "../../../src/domain/segmentation-options.ts";
import { tileId } from "../../../src/domain/tile.ts";
import { defaultTrainingOptions, type ModelManifest, type TrainingRun } from "../../../src/domain/training.ts";
import { deleteOtherCheckpoints, readCheckpoint, writeCheckpoint } from "../../../src/storage/checkpoint-store.ts";
import { clearStorage } from "../../../src/storage/clear-storage.ts";
import { clearProblems, loadProblems, putProblems } from "../../../src/storage/problem-store.ts";
import {
  deleteOtherModels,
  loadNewestManifest,
  loadRun,
  loadRuns,
  saveRun,
  saveRunAndModel,
} from "../../../src/storage/run-store.ts";
import { loadSettings, saveSettings } from "../../../src/storage/settings-store.ts";
import {
  countUnknownTiles,
  loadWeakLabels,
  putWeakLabels,
  quietWeakLabels,
} from "../../../src/storage/weak-label-store.ts";

beforeEach(clearStorage);

function makeRun(id: string, startedAt: string): TrainingRun {
  return {
    id,
    startedAt,
    status: "running",
    options: defaultTrainingOptions,
    backend: { kind: "cpu", adapter: "", software: true, fallbackReason: null },
    epochs: [],
    trainingTiles: [],
    validationTiles: [],
    problem: null,
  };
}

function makeManifest(id: string, createdAt: string): ModelManifest {
  return {
    format: "cytotope-model-1",
    id,
    createdAt,
    backbone: "tiny",
    inputSize: 64,
    channels: ["red", "green", "blue", "yellow"],
    classes: hpaClasses,
    crop: defaultCropOptions,
    options: defaultTrainingOptions,
    epoch: 1,
    metrics: null,
  };
}

describe("settings", () => {
  it("start with the defaults and change one at a time", async () => {
    expect(await loadSettings()).toEqual({
      classes: hpaClasses,
      segmentation: defaultSegmentationOptions,
      crop: defaultCropOptions,
      pixelSize: null,
    });
    const crop = { ...defaultCropOptions, size: 64 };
    await saveSettings({ crop });
    await saveSettings({ classes: { names: ["a", "b"], negative: null } });
    expect(await loadSettings()).toEqual({
      classes: { names: ["a", "b"], negative: null },
      segmentation: defaultSegmentationOptions,
      crop,
      pixelSize: null,
    });
  });
});

describe("weak labels", () => {
  it("of 21,806 tiles are kept in seconds, and a later table wins", async () => {
    const rows = Array.from({ length: 21_806 }, (_, i) => ({
      tileId: tileId(`tile ${i}`),
      label: [i % 19],
      table: "train.csv",
      quiet: false,
    }));
    const started = performance.now();
    await putWeakLabels(rows);
    await putWeakLabels([{ tileId: tileId("tile 3"), label: [1, 2], table: "mine.csv", quiet: false }]);
    const found = await loadWeakLabels([tileId("tile 3"), tileId("tile 4"), tileId("nowhere")]);
    expect([...found.values()].map((row) => row.label)).toEqual([[1, 2], [4]]);
    const present = new Set([tileId("tile 4")]);
    expect([...(await countUnknownTiles(present))].map(([table, { count }]) => [table, count])).toEqual([
      ["train.csv", 21_804],
      ["mine.csv", 1],
    ]);
    await quietWeakLabels([tileId("tile 3"), tileId("tile 5"), tileId("nowhere")]);
    expect([...(await countUnknownTiles(present))].map(([table, { count }]) => [table, count])).toEqual([
      ["train.csv", 21_803],
    ]);
    await quietWeakLabels("all");
    expect(await countUnknownTiles(new Set())).toEqual(new Map());
    console.log(`21,806 labels kept and compared in ${Math.round(performance.now() - started)} ms`);
  });
});

describe("problems", () => {
  const problem = (tag: Problem["tag"], subject: string): Problem => ({
    tag,
    subject,
    message: "It is.",
    remedy: "Do.",
  });

  it("are listed once, and dismissed", async () => {
    await putProblems([problem("EmptyFile", "a"), problem("MissingHeader", "a")]);
    await putProblems([problem("EmptyFile", "a")]);
    expect(await loadProblems()).toHaveLength(2);
    await clearProblems();
    expect(await loadProblems()).toEqual([]);
  });
});

describe("runs and models", () => {
  it("come back in the order of their start; the newest model is found", async () => {
    await saveRun(makeRun("two", "2024-02-02T00:00:00Z"));
    await saveRun(makeRun("one", "2024-01-01T00:00:00Z"));
    expect((await loadRuns()).map((run) => run.id)).toEqual(["one", "two"]);
    expect(await loadNewestManifest()).toBeNull();
    await saveRunAndModel(
      { ...makeRun("two", "2024-02-02T00:00:00Z"), status: "finished" },
      makeManifest("two", "2024-02-02"),
    );
    await saveRunAndModel(makeRun("one", "2024-01-01T00:00:00Z"), makeManifest("one", "2024-01-01"));
    expect((await loadNewestManifest())?.id).toBe("two");
    expect((await loadRun("two"))?.status).toBe("finished");
    expect(await loadRun("three")).toBeNull();
    await deleteOtherModels("one");
    expect((await loadNewestManifest())?.id).toBe("one");
  });

  it("keep one checkpoint a run", async () => {
    await expect(readCheckpoint("one")).rejects.toMatchObject({ name: "StorageBroken" });
    await writeCheckpoint("one", new Uint8Array([1, 2, 3]));
    await writeCheckpoint("one", new Uint8Array([4]));
    await writeCheckpoint("two", new Uint8Array([5]));
    expect(await readCheckpoint("one")).toEqual(new Uint8Array([4]));
    await deleteOtherCheckpoints("two");
    await expect(readCheckpoint("one")).rejects.toMatchObject({ name: "StorageBroken" });
    expect(await readCheckpoint("two")).toEqual(new Uint8Array([5]));
  });
});
