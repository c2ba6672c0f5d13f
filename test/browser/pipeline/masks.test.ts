import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AddedFiles, DatasetSnapshot } from "../../../src/bridge/contracts.ts";
import { createImagingPool } from "../../../src/bridge/imaging-pool.ts";
import { spawnDatasetWorker } from "../../../src/bridge/spawn.ts";
import { defaultCropOptions } from "../../../src/domain/crop-options.ts";
import type { LabelMap } from "../../../src/domain/label-map.ts";
import { defaultSegmentationOptions } from "../../../src/domain/segmentation-options.ts";
import { type TileId, type TileSource, tileId } from "../../../src/domain/tile.ts";
import type { TileRecord } from "../../../src/domain/tile-record.ts";
import { encodeLabelPng } from "../../../src/export/label-png.ts";
import { makeSampleFiles } from "../../../src/pipeline/make-sample-files.ts";
import { sampleDatasetOptions } from "../../../src/sample/sample-dataset.ts";
import { clearStorage } from "../../../src/storage/clear-storage.ts";
import { listFolder } from "../../../src/storage/private-files.ts";

/** Label maps dropped beside tiles, on real workers and real storage: the tests are steps of one journey. */

const first = tileId("sample-1");
const second = tileId("sample-2");
const crop = { ...defaultCropOptions, size: 64 };
const segmentation = defaultSegmentationOptions;
const sources = new Map<TileId, TileSource>();
let files: File[] = [];
let dataset = spawnDatasetWorker();
const pool = createImagingPool({ size: 1 });

beforeAll(async () => {
  await clearStorage();
  files = await makeSampleFiles(() => {}, {
    ...sampleDatasetOptions,
    tiles: 2,
    width: 384,
    height: 320,
    nucleusDiameter: 50,
  });
});

afterAll(async () => {
  pool.cancelAll();
  dataset.terminate();
  await clearStorage();
});

function reload(): Promise<DatasetSnapshot> {
  dataset.terminate();
  dataset = spawnDatasetWorker();
  return dataset.api.restore();
}

async function add(...added: readonly File[]): Promise<AddedFiles> {
  const answer = await dataset.api.addFiles(added);
  for (const [id, source] of answer.sources) sources.set(id, source);
  return answer;
}

function filesOf(id: TileId): File[] {
  return files.filter((file) => file.name.startsWith(`${id}_`));
}

function segment(id: TileId): Promise<TileRecord> {
  const request = { tileId: id, source: sources.get(id) ?? null, without: [], segmentation, own: null, crop };
  sources.delete(id);
  return pool.process(request);
}

function maskFile(name: string, map: LabelMap): File {
  return new File([encodeLabelPng(map) as Uint8Array<ArrayBuffer>], name);
}

/** The map with some numbers gone. */
function without(map: LabelMap, numbers: readonly number[]): LabelMap {
  return { ...map, labels: map.labels.map((label) => (numbers.includes(label) ? 0 : label)) };
}

describe("a mask", () => {
  it("of a tile that is not there is told and kept", async () => {
    const small = { width: 4, height: 4, labels: Uint16Array.from({ length: 16 }, (_, at) => at % 4), count: 3 };
    const added = await add(maskFile("sample-2_cellmask.png", small));
    expect(added.tiles).toEqual([]);
    expect(added.problems).toMatchObject([{ tag: "UnknownTile", subject: "sample-2_cellmask.png" }]);
    expect((await reload()).problems).toMatchObject([{ tag: "UnknownTile", subject: "sample-2_cellmask.png" }]);
  });

  it("finds its tile when that comes, and is refused when it is of another size", async () => {
    const added = await add(...files);
    expect(added.problems).toEqual([]);
    expect(added.tiles.map(({ mask }) => mask?.cells ?? null)).toEqual([null, "sample-2_cellmask.png"]);
    for (const id of [first, second]) expect(await segment(id)).toMatchObject({ status: "ready", problem: null });
    const compared = await dataset.api.compareMask(second);
    expect(compared?.mask).toMatchObject({ agreement: null, problem: { tag: "MaskMismatch" } });
    expect(compared?.mask?.problem?.message).toContain("is 4 x 4 px, but tile sample-2 is 384 x 320 px");
    expect(compared?.status).toBe("ready");
  });

  it("is compared with the cells, at three thresholds", async () => {
    const { cellMap, cells } = await dataset.api.loadView(first);
    const gone = cells.slice(0, 2).map(({ number }) => number);
    const added = await add(maskFile("sample-1_cellmask.png", without(cellMap, gone)));
    expect(added.tiles).toMatchObject([{ id: first, mask: { cells: "sample-1_cellmask.png", agreement: null } }]);
    const record = await dataset.api.compareMask(first);
    const expected = { truePositives: cells.length - 2, falsePositives: 2, falseNegatives: 0 };
    expect(record?.mask?.agreement).toMatchObject([0.5, 0.6, 0.75].map((iou) => ({ iou, ...expected })));
    expect((await reload()).tiles.find(({ id }) => id === first)?.mask).toEqual(record?.mask);
    expect(await listFolder("masks")).toHaveLength(2);
  });

  it("is compared anew when it is replaced, and when the tile is segmented again", async () => {
    const { cellMap, cells } = await dataset.api.loadView(first);
    await add(maskFile("sample-1_labels.png", cellMap));
    expect((await dataset.api.compareMask(first))?.mask?.agreement?.[2]).toMatchObject({ f1: 1 });
    expect(await listFolder("masks")).toHaveLength(2);
    const again = await segment(first);
    expect(again.mask).toMatchObject({ cells: "sample-1_labels.png", agreement: null });
    expect((await dataset.api.compareMask(first))?.mask?.agreement?.[0]?.truePositives).toBe(cells.length);
  });

  it("goes by itself, or with its tile", async () => {
    const record = await dataset.api.removeMask(first);
    expect(record).toMatchObject({ mask: null, status: "ready" });
    expect(await listFolder("masks")).toHaveLength(1);
    await dataset.api.removeTiles([second]);
    expect(await listFolder("masks")).toEqual([]);
    expect((await add(...filesOf(second))).tiles).toMatchObject([{ id: second, mask: null }]);
  });
});
