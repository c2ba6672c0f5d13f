import { proxy } from "comlink";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createImagingPool } from "../../../src/bridge/imaging-pool.ts";
import { spawnDatasetWorker, spawnLearningWorker } from "../../../src/bridge/spawn.ts";
import { cancelled } from "../../../src/domain/cancel.ts";
import type { DatasetSnapshot } from "../../../src/domain/dataset/dataset-snapshot.ts";
import type { ExportKind } from "../../../src/domain/dataset/export-kind.ts";
import { defaultPredictionOptions } from "../../../src/domain/localisation/localisation.ts";
import { defaultCropOptions } from "../../../src/domain/tile/crop-options.ts";
import { defaultSegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { type ChannelName, channelNames, type TileId, type TileSource, tileId } from "../../../src/domain/tile/tile.ts";
import { defaultTrainingOptions } from "../../../src/domain/training/training-options.ts";
import type { EpochMetrics } from "../../../src/domain/training/training-progress.ts";
import type { TrainingRun } from "../../../src/domain/training/training-run.ts";
import { clearStorage } from "../../../src/storage/clear-storage.ts";
import { listFolder } from "../../../src/storage/files/private-files.ts";
import { loadWeakLabels } from "../../../src/storage/weak-label-store.ts";
import { never } from "../../never.ts";
import { segmentRequest } from "../../segment-request.ts";
import {
  cellsThatDiffer,
  fileCount,
  filesWithProblems,
  type JourneyFiles,
  makeJourneyFiles,
  noFiles,
  seconds,
  tagOf,
  takeAdded,
  tornCopy,
} from "./dataset-journey-files.ts";

/* The three workers use real storage, as they do for the page. The tests are steps of one journey. */

const crop = { ...defaultCropOptions, size: 64 };
let { file, filesOf }: JourneyFiles = noFiles;
let dataset = spawnDatasetWorker();
const pool = createImagingPool({ size: 1 });
const learning = spawnLearningWorker();

beforeAll(async () => {
  await clearStorage();
  ({ file, filesOf } = await makeJourneyFiles());
});

afterAll(async () => {
  learning.terminate();
  dataset.terminate();
  await clearStorage();
});

/** Starts another dataset worker, as a reloaded page does. */
async function reload(): Promise<DatasetSnapshot> {
  dataset.terminate();
  dataset = spawnDatasetWorker();
  return dataset.api.restore();
}

const quiet = proxy(() => {});
const sources = new Map<TileId, TileSource>();

async function add(...files: readonly File[]) {
  return takeAdded(sources, await dataset.api.addFiles(files, never));
}

/** Also fits `segment again`: without a remembered source the stored pixels are read. */
function process(
  name: string,
  without: readonly ChannelName[] = [],
  onStage: (stage: string) => void = () => {},
  signal: AbortSignal = never,
) {
  const id = tileId(name);
  const request = segmentRequest(id, { source: sources.get(id) ?? null, without, crop });
  sources.delete(id);
  return pool.process(request, onStage, signal);
}

async function textOf(kind: ExportKind): Promise<{ name: string; lines: string[] }> {
  const { name, file } = await dataset.api.exportFile(kind, defaultPredictionOptions, quiet, never);
  return { name, lines: (await file.text()).trimEnd().split(/\r?\n/) };
}

describe("a data set", () => {
  it("starts empty", async () => {
    expect(await dataset.api.restore()).toMatchObject({ tiles: [], problems: [], run: null, model: null });
    await dataset.api.saveOptions({ segmentation: defaultSegmentationOptions, crop, pixelSize: null });
  });

  it("accepts tiles, labels that come before their tiles, and channels that come later", async () => {
    const first = await add(file("train.csv"), ...filesOf("sample-1"), ...filesOf("sample-2", "red", "green", "blue"));
    expect(first.statuses).toEqual({ "sample-1": "queued", "sample-2": "waiting" });
    expect(first.problems).toEqual(["UnknownTile train.csv"]);
    expect(first.tiles.map((tile) => tile.weakLabel?.length)).toEqual([3, 3]);
    expect(first.tiles.every((tile) => tile.sample)).toBe(true);

    const second = await add(...filesOf("sample-2", "yellow"), ...filesOf("sample-3", "green", "blue"));
    expect(second.statuses).toEqual({ "sample-2": "queued", "sample-3": "waiting" });
    expect(second.problems).toEqual([]);
    expect(second.tiles.find((tile) => tile.id === "sample-3")).toMatchObject({
      missingChannels: ["red", "yellow"],
      problem: { tag: "MissingChannel" },
      weakLabel: expect.any(Array),
    });

    const third = takeAdded(sources, await dataset.api.goOnWithout(tileId("sample-3")));
    expect(third.statuses).toEqual({ "sample-3": "queued" });
    expect((await add(...filesOf("sample-1"))).problems).toEqual(["DuplicateTile sample-1"]);
  });

  it("merges drops that come at the same time", async () => {
    const parts = [filesOf("sample-1", "red", "green"), filesOf("sample-1", "blue"), filesOf("sample-1", "yellow")];
    const renamed = parts.map((part) => part.map((entry) => new File([entry], `twin-${entry.name}`)));
    const answers = await Promise.all(renamed.map((part) => dataset.api.addFiles(part, never)));
    expect(answers.map(({ tiles }) => tiles[0]?.status)).toEqual(["waiting", "waiting", "queued"]);
    const source = answers[2]?.sources.get(tileId("twin-sample-1"));
    expect(source?.kind === "channels" && Object.keys(source.channels).sort()).toEqual([...channelNames].sort());
    await dataset.api.removeTiles([tileId("twin-sample-1")]);
  });

  it("segments tiles into stored cells, stage by stage", async () => {
    const stages: string[] = [];
    const started = performance.now();
    const records = await Promise.all([
      process("sample-1", [], (stage) => stages.push(stage)),
      process("sample-2"),
      process("sample-3", ["red", "yellow"]),
    ]);
    console.log(`three tiles of 384 x 320 px, first worker start included: ${seconds(started)} s`);
    expect(stages).toEqual(["decode", "segment", "measure", "crop", "store"]);
    expect(records.map((record) => record.status)).toEqual(["ready", "ready", "ready"]);
    expect(records.every((record) => record.cellCount > 3 && record.width === 384 && record.height === 320)).toBe(true);
    expect(records[2]?.missingChannels).toEqual(["red", "yellow"]);
    expect(await fileCount()).toBe(3 * 5);
  });

  it("shows a tile, its cells and their crops", async () => {
    const view = await dataset.api.loadView(tileId("sample-3"));
    expect(view.pixels.channels.red).toBeNull();
    expect(view.pixels.channels.green?.length).toBe(384 * 320);
    expect(view.cellMap.count).toBe(view.record.cellCount);
    expect(view.cells.map((cell) => cell.number)).toEqual(Array.from(view.cells, (_, index) => index + 1));
    expect(view.predictions).toBeNull();
    expect(view.contrast.red).toEqual([0, 255]);
    const [low, high] = view.contrast.green;
    expect(low).toBeLessThan(high);

    const shown = { visible: true, colour: [255, 255, 255], contrast: [0, 255] } as const;
    const displays = { red: shown, green: shown, blue: shown, yellow: shown };
    const picture = await dataset.api.drawCrop(tileId("sample-1"), 1, displays);
    expect([picture.width, picture.height]).toEqual([crop.size, crop.size]);
    expect(new Set(picture.rgba).size).toBeGreaterThan(10);
    const thumbnail = await dataset.api.drawThumbnail(tileId("sample-1"));
    expect(thumbnail.width / thumbnail.height).toBeCloseTo(384 / 320, 1);
    expect(await tagOf(dataset.api.loadView(tileId("nowhere")))).toBe("StorageBroken");
    expect(await tagOf(dataset.api.drawCrop(tileId("sample-1"), 9999, displays))).toBe("StorageBroken");
  });

  it("exports the results that exist, and refuses the others", async () => {
    const { tiles } = await dataset.api.restore();
    const cells = tiles.reduce((sum, tile) => sum + tile.cellCount, 0);
    const table = await textOf("cells");
    expect(table.name).toBe("cells.csv");
    expect(table.lines).toHaveLength(1 + cells);
    expect(await tagOf(textOf("submission"))).toBe("NothingToLearn");
    expect(await tagOf(textOf("model"))).toBe("NothingToLearn");
    const progress: string[] = [];
    const onTile = proxy((done: number, of: number) => progress.push(`${done}/${of}`));
    const { file: archive } = await dataset.api.exportFile("label-maps", defaultPredictionOptions, onTile, never);
    expect(new TextDecoder().decode(await archive.slice(0, 4).arrayBuffer())).toBe("PK\u0003\u0004");
    await expect.poll(() => progress).toEqual(["0/3", "1/3", "2/3", "3/3"]);
  });

  it("trains, stops, resumes, and predicts every cell", async () => {
    const options = {
      ...defaultTrainingOptions,
      backbone: "tiny",
      // With an objective that looks at other cells, a corrected cell would change the predictions of its neighbours.
      objective: "inherit",
      epochs: 2,
      batchSize: 8,
      microBatchSize: 8,
      validationShare: 0.34,
    } as const;
    const request = { options, classes: (await dataset.api.restore()).classes, resume: null };
    expect(await tagOf(learning.api.predict(defaultPredictionOptions, quiet, never))).toBe("NothingToLearn");
    const empty = { ...request, options: { ...options, batchSize: 0 } };
    expect(await tagOf(learning.api.train(empty, quiet, quiet, quiet, never))).toBe("OptionOutOfRange");

    let runs: TrainingRun[] = [];
    const onRun = proxy((run: TrainingRun) => runs.push(run));
    const epochs: EpochMetrics[] = [];
    const onEpoch = proxy((metrics: EpochMetrics) => epochs.push(metrics));
    const started = performance.now();
    const stop = new AbortController();
    const stopSoon = proxy(() => stop.abort(cancelled("Training")));
    const stopped = await learning.api.train(request, onRun, stopSoon, onEpoch, stop.signal);
    expect(stopped).toMatchObject({ status: "stopped", problem: null });
    expect(runs.map((run) => run.status)).toEqual(["running", "running"]);
    expect([...stopped.trainingTiles, ...stopped.validationTiles].sort()).toEqual(["sample-1", "sample-2", "sample-3"]);
    expect((await dataset.api.restore()).run).toEqual(stopped);

    runs = [];
    const finished = await learning.api.train({ ...request, resume: stopped.id }, onRun, quiet, onEpoch, never);
    console.log(`two epochs of tiny at ${crop.size} px, backend start included: ${seconds(started)} s`);
    expect(finished).toMatchObject({ id: stopped.id, status: "finished" });
    expect(finished.epochs.map((metrics) => metrics.epoch)).toEqual([1, 2]);
    await expect.poll(() => epochs.map((metrics) => metrics.epoch)).toEqual([1, 2]);
    const { best, last } = finished.checkpoints;
    const kept = new Set([best?.id, last?.id]);
    expect(last).toMatchObject({ epoch: 2, bytes: expect.any(Number) });
    expect(new Set(await listFolder("models"))).toEqual(new Set([...kept].map((id) => `${id}.safetensors`)));
    expect((await dataset.api.restore()).model).toMatchObject({ id: best?.id, run: finished.id, crop });

    const progress: number[] = [];
    const onProgress = proxy((done: number) => progress.push(done));
    expect(await learning.api.predict(defaultPredictionOptions, onProgress, never)).toBe(3);
    await expect.poll(() => progress).toEqual([0, 1, 2, 3]);
    const predictions = await dataset.api.loadPredictions(tileId("sample-2"));
    expect(predictions?.modelId).toBe(best?.id);
    expect(predictions?.probabilities.every((p) => p >= 0 && p <= 1)).toBe(true);
    expect(predictions?.probabilities.length).toBe(19 * (predictions?.numbers.length ?? 0));
  });

  it("keeps the model of the last run when a new one is stopped before its first epoch", async () => {
    const { model, classes } = await dataset.api.restore();
    const options = {
      ...defaultTrainingOptions,
      backbone: "tiny",
      objective: "inherit",
      batchSize: 8,
      seed: 2,
    } as const;
    const stop = new AbortController();
    const stopSoon = proxy(() => stop.abort(cancelled("Training")));
    const stopped = await learning.api.train({ options, classes, resume: null }, quiet, stopSoon, quiet, stop.signal);
    expect(stopped).toMatchObject({ status: "stopped", epochs: [] });
    const after = await dataset.api.restore();
    expect(after.run).toEqual(stopped);
    expect(after.model).toEqual(model);
    expect(await listFolder("models")).toContain(`${stopped.checkpoints.last?.id}.safetensors`);
    expect(await learning.api.predict(defaultPredictionOptions, quiet, never)).toBe(3);
    expect((await dataset.api.loadPredictions(tileId("sample-1")))?.modelId).toBe(model?.id);
  });

  it("exports submission and model", async () => {
    const { lines } = await textOf("submission");
    expect(lines).toHaveLength(4);
    const [id, width, height, prediction = ""] = lines[1]?.split(",") ?? [];
    expect([id, width, height]).toEqual(["sample-1", "384", "320"]);
    expect(prediction.split(" ").length % (3 * 19)).toBe(0);
    const { name, file: model } = await dataset.api.exportFile("model", defaultPredictionOptions, quiet, never);
    expect(name).toMatch(/^cytotope-tiny-.*\.zip$/);
    const text = new TextDecoder().decode(await model.slice(8, 4000).arrayBuffer());
    expect(text).toContain("cytotope-model-1");
    expect(text).not.toContain("optimizer.");
  });

  it("is complete after a reload", async () => {
    const before = await dataset.api.restore();
    const view = await dataset.api.loadView(tileId("sample-1"));
    expect(await reload()).toEqual(before);
    expect(await dataset.api.loadView(tileId("sample-1"))).toEqual(view);
    expect(await fileCount()).toBe(3 * 5);
  });

  it("leaves a tile complete, either old or new, when a second segmentation is cancelled", async () => {
    const view = await dataset.api.loadView(tileId("sample-1"));
    for (const last of ["crop", "store"]) {
      const cancel = new AbortController();
      const onStage = (stage: string) => {
        if (stage === last) cancel.abort(cancelled("sample-1"));
      };
      const again = process("sample-1", [], onStage, cancel.signal);
      expect(await tagOf(again)).toBe("Cancelled");
      const { record, predictions, ...rest } = await reload().then(() => dataset.api.loadView(tileId("sample-1")));
      expect({ ...rest, record: { ...record, processingSeconds: 0 } }).toEqual({
        ...(({ predictions: _, ...others }) => others)(view),
        record: { ...view.record, processingSeconds: 0 },
      });
      // When the new segmentation was stored, the earlier probabilities are gone; otherwise they are still there.
      const committed = record.processingSeconds !== view.record.processingSeconds;
      expect(predictions).toEqual(committed ? null : view.predictions);
      expect(await fileCount()).toBe(3 * 5);
    }
  });

  it("predicts only the cells that a correction changed", async () => {
    const id = tileId("sample-1");
    const before = await dataset.api.loadPredictions(id);
    const { cells } = await dataset.api.loadView(id);
    const cell = cells[1];
    if (cell === undefined || before === null) throw new Error("not predicted");
    // It erases one whole side of the cell's box, so that the box and the crop change.
    const side = [
      [cell.box.left, cell.box.top],
      [cell.box.left, cell.box.bottom],
    ] as const;
    await dataset.api.correctCells(id, { kind: "erase", cell: cell.number, stroke: side, radius: 8 });
    expect((await dataset.api.loadPredictions(id))?.numbers).toEqual(before.numbers.filter((n) => n !== cell.number));
    expect(await tagOf(textOf("submission"))).toBe("NothingToLearn");
    expect(await learning.api.predictMissing(id, defaultPredictionOptions, null, never)).toBe(true);
    const after = await dataset.api.loadPredictions(id);
    expect(after?.numbers).toEqual(before.numbers);
    expect(cellsThatDiffer(before, after)).toEqual([cell.number]);
    expect((await textOf("submission")).lines.length).toBeGreaterThan(1);
    await dataset.api.correctCells(id, { kind: "undo" });
    expect((await dataset.api.restore()).tiles.find((tile) => tile.id === id)?.correctedCells).toBe(0);
  });

  it("deletes the predictions and the old files of a tile that is segmented again", async () => {
    expect((await process("sample-1")).status).toBe("ready");
    expect(await dataset.api.loadPredictions(tileId("sample-1"))).toBeNull();
    expect(await dataset.api.loadPredictions(tileId("sample-2"))).not.toBeNull();
    expect(await fileCount()).toBe(3 * 5);
    expect(await tagOf(textOf("submission"))).toBe("NothingToLearn");
  });

  it("deletes a removed tile with all its files, but not its labels", async () => {
    const [label] = (await dataset.api.restore()).tiles.map((tile) => tile.weakLabel);
    await dataset.api.removeTiles([tileId("sample-1")]);
    expect((await dataset.api.restore()).tiles.map((tile) => tile.id)).toEqual(["sample-2", "sample-3"]);
    expect((await dataset.api.restore()).problems.map((problem) => problem.tag)).toEqual(["DuplicateTile"]);
    expect(await fileCount()).toBe(2 * 5);
    const again = await add(...filesOf("sample-1"));
    expect(again.tiles).toMatchObject([{ id: "sample-1", status: "queued", weakLabel: label }]);
  });

  it("says which files are missing when the page was closed before they were read", async () => {
    const { tiles } = await reload();
    expect(tiles.find((tile) => tile.id === "sample-1")).toMatchObject({
      status: "failed",
      problem: { tag: "SourceGone" },
    });
    sources.clear();
    expect(await process("sample-1")).toMatchObject({ status: "failed", problem: { tag: "SourceGone" } });
    expect((await add(...filesOf("sample-1"))).statuses).toEqual({ "sample-1": "queued" });
  });

  it("fails a tile with a broken file, and accepts a better copy of that file", async () => {
    await dataset.api.removeTiles([tileId("sample-1")]);
    await add(...filesOf("sample-1").map((entry) => (entry.name.includes("green") ? tornCopy(entry) : entry)));
    expect(await process("sample-1")).toMatchObject({ status: "failed", problem: { tag: "TruncatedFile" } });
    expect((await add(...filesOf("sample-1", "green"))).statuses).toEqual({ "sample-1": "queued" });
    expect(await process("sample-1")).toMatchObject({ status: "ready", problem: null });
  });

  it("deletes a tile that is removed, or removed and dropped again, while it is being read", async () => {
    const others = (await dataset.api.restore()).tiles.length - 1;
    for (const again of [true, false]) {
      await dataset.api.removeTiles([tileId("sample-1")]);
      await add(...filesOf("sample-1"));
      let removal: Promise<unknown> = Promise.resolve();
      const remove = async () => {
        await dataset.api.removeTiles([tileId("sample-1")]);
        if (again) await add(...filesOf("sample-1"));
      };
      const outcome = process("sample-1", [], (stage) => {
        if (stage === "segment") removal = remove();
      });
      // The segmentation or the removal may end first. In both cases the tile is as the removal left it.
      expect(["Cancelled", "resolved"]).toContain(await tagOf(outcome));
      await removal;
      expect((await dataset.api.restore()).tiles).toHaveLength(others + (again ? 1 : 0));
      expect(await fileCount()).toBe(others * 5);
    }
  });

  it("lists problems with files, and deletes them when they are dismissed", async () => {
    const added = await add(...filesWithProblems());
    expect(added.problems.sort()).toEqual([
      "BrokenArchive broken.zip",
      "UnknownClass more.csv",
      "UnknownFile notes.docx",
      "UnknownTile more.csv",
    ]);
    expect((await dataset.api.restore()).problems).toHaveLength(5);
    // The protein is kept with the label until the tile comes.
    const nowhere = tileId("nowhere");
    expect((await loadWeakLabels([nowhere])).get(nowhere)).toMatchObject({
      label: [3],
      protein: { kind: "antibody", name: "HPA000001" },
    });
    await dataset.api.dismissProblems();
    expect((await reload()).problems).toEqual([]);
  });

  it("can be open in only one tab at a time", async () => {
    const other = spawnDatasetWorker();
    expect(await tagOf(other.api.restore())).toBe("OpenElsewhere");
    other.terminate();
  });

  it("can be deleted completely", async () => {
    expect(await dataset.api.storageReport()).toMatchObject({ usedBytes: expect.any(Number), persisted: false });
    await dataset.api.clear();
    expect(await dataset.api.restore()).toMatchObject({ tiles: [], problems: [], run: null, model: null });
    expect(await listFolder("")).toEqual([]);
  });
});
