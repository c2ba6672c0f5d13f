import { proxy } from "comlink";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createExplorer } from "../../../src/bridge/explorer.ts";
import { createImagingPool } from "../../../src/bridge/imaging-pool.ts";
import { spawnDatasetWorker, spawnLearningWorker } from "../../../src/bridge/spawn.ts";
import { cancelled } from "../../../src/domain/cancel.ts";
import type { ExportKind } from "../../../src/domain/dataset/export-kind.ts";
import { problemFrom } from "../../../src/domain/errors.ts";
import { defaultPredictionOptions, hpaClasses } from "../../../src/domain/localisation/localisation.ts";
import { defaultCropOptions } from "../../../src/domain/tile/crop-options.ts";
import { defaultSegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { type TileId, tileId } from "../../../src/domain/tile/tile.ts";
import { defaultTrainingOptions } from "../../../src/domain/training/training-options.ts";
import { makeSampleFiles } from "../../../src/pipeline/dataset/make-sample-files.ts";
import { sampleDatasetOptions } from "../../../src/sample/sample-dataset.ts";
import { clearStorage } from "../../../src/storage/clear-storage.ts";
import { listFolder } from "../../../src/storage/files/private-files.ts";
import { never } from "../../never.ts";
import { segmentRequest } from "../../segment-request.ts";

/*
 * Cancelling must end the work itself. With real workers, a cancelled call answers when its worker has left the
 * loop, not before. The tiles are large, so that a cancelled export still has some work in progress. The tests print
 * the times. A user should not wait longer than half a second.
 */

const ids = ["sample-1", "sample-2"].map(tileId);
const crop = defaultCropOptions;
const dataset = spawnDatasetWorker();
const learning = spawnLearningWorker();
const explorer = createExplorer();
const quiet = proxy(() => {});

beforeAll(async () => {
  await clearStorage();
  const files = await makeSampleFiles(() => {}, { ...sampleDatasetOptions, tiles: 2, width: 2048, height: 2048 });
  await dataset.api.restore();
  await dataset.api.saveOptions({ segmentation: defaultSegmentationOptions, crop, pixelSize: null });
  const { sources } = await dataset.api.addFiles(files, never);
  const pool = createImagingPool({ size: 1 });
  for (const id of ids) {
    await pool.process(segmentRequest(id, { source: sources.get(id) ?? null, crop }), () => {}, never);
  }
}, 300_000);

afterAll(async () => {
  learning.terminate();
  dataset.terminate();
  await clearStorage();
});

interface Ended {
  /** The answer of the call, or the tag and the subject of its problem. */
  readonly answer: unknown;
  /** Number of progress events until the answer. */
  readonly events: number;
}

/**
 * Starts work and cancels it at the first progress event for which `isMiddle` returns true. Prints how long the work
 * took to end, and expects no progress events after the answer.
 */
async function cancelInTheMiddle<Told extends unknown[]>(
  name: string,
  start: (tell: (...told: Told) => void, signal: AbortSignal) => Promise<unknown>,
  isMiddle: (...told: Told) => boolean,
): Promise<Ended> {
  const controller = new AbortController();
  let events = 0;
  let abortedAt = Number.NaN;
  const tell = (...told: Told) => {
    events += 1;
    if (controller.signal.aborted || !isMiddle(...told)) return;
    abortedAt = performance.now();
    controller.abort(cancelled(name));
  };
  const answer = await start(tell, controller.signal).catch((error: unknown) => {
    const { tag, subject } = problemFrom(error, "elsewhere");
    return `${tag} ${subject}`;
  });
  console.log(`${name}: ended ${(performance.now() - abortedAt).toFixed(0)} ms after it was cancelled`);
  expect(controller.signal.aborted).toBe(true);
  const before = events;
  await Promise.all([dataset.api.listRuns(), learning.api.describeBackend()]);
  expect(events).toBe(before);
  return { answer, events };
}

async function predictedTiles(): Promise<TileId[]> {
  const predictions = await Promise.all(ids.map((id) => dataset.api.loadPredictions(id)));
  return ids.filter((_, index) => predictions[index] !== null);
}

describe("a cancelled prediction", () => {
  it("returns the number of tiles that are done, and stores no part of a tile", async () => {
    const predict = (tell: (done: number, of: number) => void, signal: AbortSignal) =>
      learning.api.predictSamples("/starter-model.safetensors", defaultPredictionOptions, proxy(tell), signal);
    const { answer, events } = await cancelInTheMiddle("prediction", predict, (done) => done === 0);
    expect([answer, events]).toEqual([0, 1]);
    expect(await predictedTiles()).toEqual([]);
    expect(await predict(() => {}, never)).toBe(2);
    expect(await predictedTiles()).toEqual(ids);
  });
});

describe("cancelled features", () => {
  it("follow a short training, which gives the model", async () => {
    const options = {
      ...defaultTrainingOptions,
      backbone: "tiny",
      epochs: 1,
      batchSize: 8,
      validationShare: 0,
    } as const;
    const run = await learning.api.train({ options, classes: hpaClasses, resume: null }, quiet, quiet, quiet, never);
    expect(run.status).toBe("finished");
  });

  it("are rejected, stored for whole tiles only, and completed by the next call", async () => {
    const embed = (tell: (done: number, of: number) => void, signal: AbortSignal) =>
      learning.api.embed(proxy(tell), signal);
    const { answer } = await cancelInTheMiddle("features", embed, (done) => done === 1);
    expect(answer).toBe("Cancelled features");
    const { cells, embedded } = await explorer.countEmbedded(never);
    const first = (await dataset.api.loadView(ids[0]!)).cells.length;
    expect([embedded, cells > first]).toEqual([first, true]);
    expect(await embed(() => {}, never)).toBe(true);
    expect(await explorer.countEmbedded(never)).toEqual({ cells, embedded: cells });
  });

  it("do not change how a prediction with the chosen model is cancelled", async () => {
    const predict = (tell: (done: number, of: number) => void, signal: AbortSignal) =>
      learning.api.predict(defaultPredictionOptions, proxy(tell), signal);
    const before = await dataset.api.loadPredictions(ids[1]!);
    const { answer } = await cancelInTheMiddle("prediction by the chosen model", predict, (done) => done === 1);
    expect(answer).toBe(1);
    expect(await dataset.api.loadPredictions(ids[1]!)).toEqual(before);
    expect(await predict(() => {}, never)).toBe(2);
  });
});

describe("a cancelled map", () => {
  it.each(["compare", "arrange"])("is rejected at the stage %s", async (stage) => {
    const { answer } = await cancelInTheMiddle("map", explorer.layOutMap, (progress) => progress.stage === stage);
    expect(answer).toBe("Cancelled map");
    expect(await explorer.layOutMap(() => {}, never)).toMatchObject({ tiles: ids });
  });
});

describe("a cancelled export", () => {
  const kinds: readonly ExportKind[] = [
    "cells",
    "submission",
    "coco",
    "embeddings-csv",
    "embeddings-npy",
    "label-maps",
    "label-maps-tiff",
    "previews",
  ];

  it.each(kinds)("of %s is rejected, and the next export is complete", async (kind) => {
    const write = (tell: (done: number, of: number) => void, signal: AbortSignal) =>
      dataset.api.exportFile(kind, defaultPredictionOptions, proxy(tell), signal);
    const { answer } = await cancelInTheMiddle(`export of ${kind}`, write, (done) => done === 0);
    expect(answer).toBe(`Cancelled export of ${kind}`);
    expect((await write(() => {}, never)).file.size).toBeGreaterThan(1000);
  });

  it.each(["model", "onnx", "run"] as const)(
    "of %s, which is short, is rejected when it was cancelled before it began",
    async (kind) => {
      const signal = AbortSignal.abort(cancelled("The export"));
      await expect(dataset.api.exportFile(kind, defaultPredictionOptions, quiet, signal)).rejects.toMatchObject({
        name: "Cancelled",
      });
    },
  );
});

describe("a cancelled fetch of weights", () => {
  it("is rejected and stores no weights, and the next fetch goes on where it ended", async () => {
    const address = new URL("/half-a-file/weights.safetensors", location.href).href;
    const told: number[] = [];
    const fetchFrom = (tell: (done: number, of: number | null) => void, signal: AbortSignal) =>
      dataset.api.fetchWeights(address, proxy(tell), signal);
    const { answer } = await cancelInTheMiddle("fetch", fetchFrom, (done) => done > 0);
    expect(answer).toBe("Cancelled fetch");
    expect(await dataset.api.listWeights()).toEqual([]);
    expect(await listFolder("downloads")).toHaveLength(2);
    const weights = await fetchFrom((done) => told.push(done), never);
    expect(weights).toMatchObject({ name: "weights.safetensors", address, backbone: "tiny" });
    expect(told[0]).toBeGreaterThan(0);
    expect(await listFolder("downloads")).toEqual([]);
  });
});
