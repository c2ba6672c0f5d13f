import { beforeEach, describe, expect, it } from "vitest";
import type { Problem } from "../../../src/domain/errors.ts";
import { hpaClasses } from "../../../src/domain/localisation/localisation.ts";
import { defaultCropOptions } from "../../../src/domain/tile/crop-options.ts";
import { defaultSegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import type { ModelManifest } from "../../../src/domain/training/model-manifest.ts";
import type { TrainingRun } from "../../../src/domain/training/training-run.ts";
import {
  checkpointBytes,
  deleteCheckpoints,
  readCheckpoint,
  sweepCheckpoints,
  writeCheckpoint,
} from "../../../src/storage/checkpoint-store.ts";
import { clearStorage } from "../../../src/storage/clear-storage.ts";
import { clearProblems, loadProblems, putProblems } from "../../../src/storage/problem-store.ts";
import { addRun, changeRun, loadChosenManifest, loadRun, loadRuns, removeRun } from "../../../src/storage/run-store.ts";
import { loadSettings, saveSettings } from "../../../src/storage/settings-store.ts";
import {
  countUnknownTiles,
  loadWeakLabels,
  putWeakLabels,
  quietWeakLabels,
} from "../../../src/storage/weak-label-store.ts";
import { makeCheckpoint, makeEpoch, makeModel, makeRun } from "../ui/fakes/fake-run.ts";

beforeEach(clearStorage);

describe("settings", () => {
  it("start with the defaults and change one at a time", async () => {
    expect(await loadSettings()).toEqual({
      classes: hpaClasses,
      segmentation: defaultSegmentationOptions,
      crop: defaultCropOptions,
      pixelSize: null,
      predictor: null,
    });
    const crop = { ...defaultCropOptions, size: 64 };
    await saveSettings({ crop });
    await saveSettings({ classes: { names: ["a", "b"], negative: null } });
    expect(await loadSettings()).toEqual({
      classes: { names: ["a", "b"], negative: null },
      segmentation: defaultSegmentationOptions,
      crop,
      pixelSize: null,
      predictor: null,
    });
  });
});

describe("weak labels", () => {
  it("of 21,806 tiles are kept, and a later table wins", async () => {
    const rows = Array.from({ length: 21_806 }, (_, i) => ({
      tileId: tileId(`tile ${i}`),
      label: [i % 19],
      table: "train.csv",
      quiet: false,
    }));
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
  const stored = (id: string, startedAt: string): TrainingRun => ({ ...makeRun("running", 0), id, startedAt });
  const last = (run: string, step: number) => ({ ...makeCheckpoint(run, 1), id: `${run}-${step}`, step });
  const manifest = (run: string, step: number) => ({ ...makeModel(), id: `${run}-${step}`, run, step });

  it("are loaded in the order of their start, and the user's notes stay when the training continues", async () => {
    await addRun(stored("two", "2024-02-02T00:00:00Z"));
    await addRun(stored("one", "2024-01-01T00:00:00Z"));
    expect((await loadRuns()).map((run) => run.id)).toEqual(["one", "two"]);
    await changeRun("two", { notes: "with more tiles" });
    await changeRun("two", { status: "finished", epochs: [makeEpoch(1, 2)] });
    expect(await loadRun("two")).toMatchObject({
      status: "finished",
      notes: "with more tiles",
      startedAt: "2024-02-02T00:00:00Z",
    });
    expect(await changeRun("three", { notes: "gone" })).toBeNull();
    expect(await loadRun("three")).toBeNull();
  });

  it("give the chosen model, and manifests that no run names are deleted", async () => {
    await addRun(stored("one", "2024-01-01T00:00:00Z"));
    await addRun(stored("two", "2024-02-02T00:00:00Z"));
    expect(await loadChosenManifest()).toBeNull();
    const epochs = [makeEpoch(1, 2)];
    await changeRun("one", { epochs, checkpoints: { best: last("one", 4), last: last("one", 4) } }, manifest("one", 4));
    await changeRun("one", { checkpoints: { best: last("one", 4), last: last("one", 8) } }, manifest("one", 8));
    await changeRun("two", { epochs, checkpoints: { best: last("two", 3), last: last("two", 3) } }, manifest("two", 3));
    expect((await loadChosenManifest())?.id).toBe("two-3");
    await saveSettings({ predictor: { run: "one", checkpoint: "best" } });
    expect((await loadChosenManifest())?.id).toBe("one-4");
    await saveSettings({ predictor: { run: "one", checkpoint: "last" } });
    expect((await loadChosenManifest())?.id).toBe("one-8");
    await changeRun("one", { checkpoints: { best: last("one", 9), last: last("one", 9) } }, manifest("one", 9));
    expect((await loadChosenManifest())?.id).toBe("one-9");
    expect([...(await removeRun("one"))]).toEqual(["one-9"]);
    expect((await loadChosenManifest())?.id).toBe("two-3");
  });

  it("of an earlier version are found by the run's name", async () => {
    const {
      checkpoints: _,
      notes: __,
      warning: ___,
      ...run
    } = { ...stored("old", "2024-01-01T00:00:00Z"), epochs: [makeEpoch(1, 2)] };
    const {
      run: ____,
      step: _____,
      provenance: ______,
      normalisation: _______,
      ...old
    } = { ...makeModel(), id: "old" };
    await addRun(run as unknown as TrainingRun);
    await changeRun("old", {}, old as unknown as ModelManifest);
    expect(await loadChosenManifest()).toMatchObject({ id: "old", run: "old", epoch: 10 });
  });

  it("keep one file for each checkpoint until it is deleted or no run names it", async () => {
    await expect(readCheckpoint("one-1")).rejects.toMatchObject({ name: "StorageBroken" });
    await writeCheckpoint("one-1", new Uint8Array([1, 2, 3]));
    await writeCheckpoint("one-1", new Uint8Array([4]));
    await writeCheckpoint("two-1", new Uint8Array([5, 6]));
    expect(await readCheckpoint("one-1")).toEqual(new Uint8Array([4]));
    expect(await checkpointBytes("two-1")).toBe(2);
    await deleteCheckpoints(["one-1"]);
    expect(await checkpointBytes("one-1")).toBeNull();
    await writeCheckpoint("three-1", new Uint8Array([7]));
    await sweepCheckpoints(new Set(["three-1"]));
    expect(await checkpointBytes("two-1")).toBeNull();
    expect(await readCheckpoint("three-1")).toEqual(new Uint8Array([7]));
  });
});
