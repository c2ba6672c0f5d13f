import { proxy } from "comlink";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createExplorer } from "../../../../src/bridge/explorer.ts";
import { createImagingPool } from "../../../../src/bridge/imaging-pool.ts";
import { spawnDatasetWorker, spawnLearningWorker } from "../../../../src/bridge/spawn.ts";
import { cancelled } from "../../../../src/domain/cancel.ts";
import type { MapProgress } from "../../../../src/domain/cell/exploration.ts";
import { defaultPredictionOptions, hpaClasses } from "../../../../src/domain/localisation/localisation.ts";
import { defaultCropOptions } from "../../../../src/domain/tile/crop-options.ts";
import { defaultSegmentationOptions } from "../../../../src/domain/tile/segmentation-options.ts";
import { tileId } from "../../../../src/domain/tile/tile.ts";
import { defaultTrainingOptions } from "../../../../src/domain/training/training-options.ts";
import { mapCells } from "../../../../src/pipeline/exploration/map-cells.ts";
import { clearStorage } from "../../../../src/storage/clear-storage.ts";
import { listFolder, openFile } from "../../../../src/storage/files/private-files.ts";
import { embeddingsPath } from "../../../../src/storage/tile-paths.ts";
import { never } from "../../../never.ts";
import { segmentRequest } from "../../../segment-request.ts";
import { makeJourneyFiles, seconds, tagOf } from "../dataset-journey-files.ts";

/*
 * Questions about the cells of a data set, answered by the real workers on real storage. The
 * tests are steps of one journey.
 */

const crop = { ...defaultCropOptions, size: 64 };
const ids = ["sample-1", "sample-2", "sample-3"].map(tileId);
const first = ids[0] ?? tileId("none");
const dataset = spawnDatasetWorker();
const learning = spawnLearningWorker();
const explorer = createExplorer();
const pool = createImagingPool({ size: 1 });
const quiet = proxy(() => {});
const options = { ...defaultTrainingOptions, backbone: "tiny", epochs: 1, batchSize: 8, validationShare: 0 } as const;
let cells = 0;

function train(seed: number) {
  return learning.api.train(
    { options: { ...options, seed }, classes: hpaClasses, resume: null },
    quiet,
    quiet,
    quiet,
    never,
  );
}

beforeAll(async () => {
  await clearStorage();
  const { file, filesOf } = await makeJourneyFiles();
  await dataset.api.restore();
  await dataset.api.saveOptions({ segmentation: defaultSegmentationOptions, crop, pixelSize: null });
  const { sources } = await dataset.api.addFiles([file("train.csv"), ...ids.flatMap((id) => filesOf(id))], never);
  for (const id of ids) {
    const source = sources.get(id) ?? null;
    const record = await pool.process(segmentRequest(id, { source, crop }), () => {}, never);
    cells += record.cellCount;
  }
});

afterAll(async () => {
  learning.terminate();
  dataset.terminate();
  await clearStorage();
});

/** When the file of each tile's features was written last, and its bytes. */
async function featureFiles() {
  const folders = await listFolder("tiles");
  const files = await Promise.all(folders.map((folder) => openFile(embeddingsPath(folder), folder)));
  return files.flatMap((file) => (file === null ? [] : [[file.lastModified, file.size]]));
}

/** The exported table of features, one entry for each cell. */
async function exportedRows() {
  const { file } = await dataset.api.exportFile("embeddings-csv", defaultPredictionOptions, quiet, never);
  const [, ...lines] = (await file.text()).trim().split("\r\n");
  return lines.map((line) => {
    const [tile = "", cell, ...values] = line.split(",");
    return { tileId: tile, number: Number(cell), values: values.map(Number) };
  });
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

describe("cells without a model", () => {
  it("have no features, no neighbours, no map, no list for review, and no explanation", async () => {
    expect(await explorer.countEmbedded(never)).toEqual({ cells, embedded: 0 });
    expect(await explorer.findNeighbours({ tileId: first, number: 1 }, 5, never)).toBeNull();
    expect(await explorer.layOutMap(() => {}, never)).toBeNull();
    expect(await explorer.listDisagreements(null, never)).toEqual({ entries: [], of: 0, tiles: 0, outdated: 0 });
    expect(await tagOf(learning.api.explainCell({ tileId: first, number: 1 }, 0, never))).toBe("NothingToLearn");
    expect(await tagOf(learning.api.embed(quiet, never))).toBe("NothingToLearn");
    expect(await tagOf(dataset.api.exportFile("embeddings-npy", defaultPredictionOptions, quiet, never))).toBe(
      "NothingToLearn",
    );
  });
});

describe("cells with a model", () => {
  it("are predicted after a short training", async () => {
    expect((await train(1)).status).toBe("finished");
    expect(await learning.api.predict(defaultPredictionOptions, quiet, never)).toBe(ids.length);
  });

  it("are explained by a heat map of the crop's size for each class", async () => {
    const started = performance.now();
    const peaks: number[] = [];
    for (const classIndex of [0, 7, 12, 16]) {
      const explanation = await learning.api.explainCell({ tileId: first, number: 1 }, classIndex, never);
      if (explanation === null) throw new Error("The card is not busy.");
      const { heat, peak } = explanation;
      expect([heat.width, heat.height]).toEqual([crop.size, crop.size]);
      const alpha = heat.rgba.filter((_, at) => at % 4 === 3);
      // The strongest place is opaque where its centre is on a pixel. Everything is clear
      // when nothing supports the class.
      expect(alpha.some((value) => value > 200)).toBe(peak > 0);
      peaks.push(peak);
    }
    console.log(`four explanations: ${seconds(started)} s, strongest places ${peaks.map((peak) => peak.toFixed(4))}`);
    expect(peaks.every((peak) => peak >= 0)).toBe(true);
    expect(Math.max(...peaks)).toBeGreaterThan(0);
    expect(await tagOf(learning.api.explainCell({ tileId: first, number: 9999 }, 0, never))).toBe("StorageBroken");
  });

  it("are explained for those requests only that are not cancelled", async () => {
    const cancel = new AbortController();
    const dropped = [1, 2].map((number) =>
      tagOf(learning.api.explainCell({ tileId: first, number }, 0, cancel.signal)),
    );
    cancel.abort(cancelled("The explanation"));
    const last = await learning.api.explainCell({ tileId: first, number: 3 }, 0, never);
    expect(await Promise.all(dropped)).toEqual(["Cancelled", "Cancelled"]);
    expect(last).not.toBeNull();
  });

  it("get features once, and are counted", async () => {
    const started = performance.now();
    const told: string[] = [];
    expect(
      await learning.api.embed(
        proxy((done: number, of: number) => told.push(`${done}/${of}`)),
        never,
      ),
    ).toBe(true);
    console.log(`features of ${cells} cells: ${seconds(started)} s`);
    await expect.poll(() => told).toEqual(["0/3", "1/3", "2/3", "3/3"]);
    expect(await explorer.countEmbedded(never)).toEqual({ cells, embedded: cells });
    // A second time nothing is left to compute: the files stay as they were.
    const before = await featureFiles();
    expect(before).toHaveLength(ids.length);
    expect(await learning.api.embed(quiet, never)).toBe(true);
    expect(await featureFiles()).toEqual(before);
  });

  it("are exported with their features as a NumPy array with a table, equal to the plain table", async () => {
    const rows = await exportedRows();
    expect(rows).toHaveLength(cells);
    const { name, file } = await dataset.api.exportFile("embeddings-npy", defaultPredictionOptions, quiet, never);
    expect(name).toBe("embeddings.zip");
    const bytes = new Uint8Array(await file.arrayBuffer());
    const start = bytes.findIndex((_, at) => bytes[at] === 0x93 && bytes[at + 1] === 0x4e && bytes[at + 2] === 0x55);
    const header = new TextDecoder("latin1").decode(bytes.slice(start, start + 128));
    const width = rows[0]?.values.length ?? 0;
    expect(header).toContain(`'shape': (${cells}, ${width}), `);
    const values = new Float32Array(bytes.slice(start + 128, start + 128 + 4 * cells * width).buffer);
    expect([...values]).toEqual(rows.flatMap((row) => row.values.map(Math.fround)));
    expect(values.some((value) => value > 0)).toBe(true);
    expect(new TextDecoder("latin1").decode(bytes)).toContain("row,tile,cell\r\n0,sample-1,1\r\n");
  });

  it("have the same neighbours as a comparison with all cells gives", async () => {
    const rows = await exportedRows();
    const own = rows[2];
    if (own === undefined) throw new Error("There are cells.");
    const expected = rows
      .filter((row) => row !== own)
      .map((row) => ({ tileId: row.tileId, number: row.number, similarity: cosine(own.values, row.values) }))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, 6);
    const found = await explorer.findNeighbours({ tileId: tileId(own.tileId), number: own.number }, 6, never);
    expect(found).toMatchObject({ compared: cells - 1, cells: cells - 1 });
    expect(found?.neighbours.map(({ similarity }) => similarity)).toHaveLength(6);
    for (const [at, neighbour] of (found?.neighbours ?? []).entries()) {
      expect(neighbour.similarity).toBeCloseTo(expected[at]?.similarity ?? Number.NaN, 5);
      expect(neighbour.top).not.toBeNull();
    }
  });

  it("are laid out on a map, all or a choice, the same each time, and a map can be cancelled", async () => {
    const told: MapProgress[] = [];
    const map = await explorer.layOutMap((progress) => told.push(progress), never);
    expect(map).toMatchObject({ tiles: ids, of: cells });
    expect(map?.numbers).toHaveLength(cells);
    expect(map?.positions).toHaveLength(2 * cells);
    expect(map?.topClass.every((top) => top >= 0)).toBe(true);
    expect(new Set(told.map(({ stage }) => stage))).toEqual(new Set(["read", "compare", "arrange"]));
    expect(await explorer.layOutMap(() => {}, never)).toEqual(map);

    const some = await mapCells(() => {}, never, 10);
    expect(some?.numbers).toHaveLength(10);
    expect(some?.of).toBe(cells);
    const names = Array.from(some?.numbers ?? [], (number, at) => `${some?.tileOf[at]} ${number}`);
    expect(new Set(names).size).toBe(10);

    const cancel = new AbortController();
    const ended = tagOf(explorer.layOutMap(() => {}, cancel.signal));
    cancel.abort(cancelled("The map"));
    expect(await ended).toBe("Cancelled");
  });

  it("are listed for review when they disagree with their tile's label, the highest score first", async () => {
    const list = await explorer.listDisagreements(null, never);
    expect(list).toMatchObject({ tiles: 3, outdated: 0 });
    expect(list.entries.length).toBe(list.of);
    const scores = list.entries.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    for (const entry of list.entries) {
      const view = await dataset.api.loadPredictions(entry.tileId);
      const row = view?.numbers.indexOf(entry.number) ?? -1;
      expect(entry.probability).toBe(view?.probabilities[row * 19 + entry.classIndex]);
    }
    const [one] = list.entries;
    if (one === undefined) throw new Error("A network of one epoch shows some label in no cell.");
    const ofClass = await explorer.listDisagreements(one.classIndex, never);
    expect(ofClass.entries).toEqual(list.entries.filter(({ classIndex }) => classIndex === one.classIndex));
  });

  it("lose their features when they are corrected, and only they get new ones", async () => {
    const view = await dataset.api.loadView(first);
    const inner = view.cells.find(({ touchesBorder }) => !touchesBorder)?.number ?? 1;
    const corrected = await dataset.api.correctCells(first, { kind: "delete", cells: [inner] });
    expect("refused" in corrected).toBe(false);
    expect(await explorer.countEmbedded(never)).toEqual({ cells: cells - 1, embedded: cells - 1 });
    await dataset.api.correctCells(first, { kind: "undo" });
    // The crop of the restored cell is new.
    expect(await explorer.countEmbedded(never)).toEqual({ cells, embedded: cells - 1 });
    expect(await tagOf(dataset.api.exportFile("embeddings-csv", defaultPredictionOptions, quiet, never))).toBe(
      "NothingToLearn",
    );
    expect(await explorer.findNeighbours({ tileId: first, number: inner }, 3, never)).toBeNull();
    const before = await explorer.findNeighbours({ tileId: tileId("sample-2"), number: 1 }, 3, never);
    expect(before).toMatchObject({ compared: cells - 2, cells: cells - 1 });
    expect(await learning.api.embed(quiet, never)).toBe(true);
    expect(await explorer.countEmbedded(never)).toEqual({ cells, embedded: cells });
  });

  it("are not explained while a training runs, and need features of the new model", async () => {
    const running = train(2);
    expect(await learning.api.explainCell({ tileId: first, number: 1 }, 0, never)).toBeNull();
    expect(await learning.api.embed(quiet, never)).toBe(false);
    expect((await running).status).toBe("finished");
    expect(await explorer.countEmbedded(never)).toEqual({ cells, embedded: 0 });
    expect((await explorer.listDisagreements(null, never)).outdated).toBe(3);
    expect(await learning.api.explainCell({ tileId: first, number: 1 }, 0, never)).not.toBeNull();
  });
});
