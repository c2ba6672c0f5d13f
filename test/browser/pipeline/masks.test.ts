import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createImagingPool } from "../../../src/bridge/imaging-pool.ts";
import { spawnDatasetWorker } from "../../../src/bridge/spawn.ts";
import type { AddedFiles } from "../../../src/domain/dataset/added-files.ts";
import type { DatasetSnapshot } from "../../../src/domain/dataset/dataset-snapshot.ts";
import type { TileRecord } from "../../../src/domain/dataset/tile-record.ts";
import { defaultCropOptions } from "../../../src/domain/tile/crop-options.ts";
import type { LabelMap } from "../../../src/domain/tile/label-map.ts";
import { defaultSegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { type TileId, type TileSource, tileId } from "../../../src/domain/tile/tile.ts";
import { encodeLabelPng } from "../../../src/export/label-png.ts";
import { makeSampleFiles } from "../../../src/pipeline/dataset/make-sample-files.ts";
import { sampleDatasetOptions } from "../../../src/sample/sample-dataset.ts";
import { clearStorage } from "../../../src/storage/clear-storage.ts";
import { listFolder } from "../../../src/storage/files/private-files.ts";
import { never } from "../../never.ts";
import { segmentRequest } from "../../segment-request.ts";

/* Label maps are dropped beside tiles, with real workers and real storage. The tests are steps of one journey. */

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
  dataset.terminate();
  await clearStorage();
});

function reload(): Promise<DatasetSnapshot> {
  dataset.terminate();
  dataset = spawnDatasetWorker();
  return dataset.api.restore();
}

async function add(...added: readonly File[]): Promise<AddedFiles> {
  const answer = await dataset.api.addFiles(added, never);
  for (const [id, source] of answer.sources) sources.set(id, source);
  return answer;
}

function filesOf(id: TileId): File[] {
  return files.filter((file) => file.name.startsWith(`${id}_`));
}

function segment(id: TileId, cellsFrom: "segmentation" | "mask" = "segmentation"): Promise<TileRecord> {
  const request = segmentRequest(id, { source: sources.get(id) ?? null, segmentation, crop, cellsFrom });
  sources.delete(id);
  return pool.process(request, () => {}, never);
}

async function maskFile(name: string, map: LabelMap): Promise<File> {
  return new File([await encodeLabelPng(map, never)], name);
}

/** Returns the map without the cells with these numbers. */
function without(map: LabelMap, numbers: readonly number[]): LabelMap {
  return { ...map, labels: map.labels.map((label) => (numbers.includes(label) ? 0 : label)) };
}

describe("a mask", () => {
  it("whose tile is not in the data set is a problem and is kept", async () => {
    const small = { width: 4, height: 4, labels: Uint16Array.from({ length: 16 }, (_, at) => at % 4), count: 3 };
    const added = await add(await maskFile("sample-2_cellmask.png", small));
    expect(added.tiles).toEqual([]);
    expect(added.problems).toMatchObject([{ tag: "UnknownTile", subject: "sample-2_cellmask.png" }]);
    expect((await reload()).problems).toMatchObject([{ tag: "UnknownTile", subject: "sample-2_cellmask.png" }]);
  });

  it("finds its tile when the tile comes, and is refused when it has another size", async () => {
    const added = await add(...files);
    expect(added.problems).toEqual([]);
    expect(added.tiles.map(({ mask }) => mask?.cells ?? null)).toEqual([null, "sample-2_cellmask.png"]);
    for (const id of [first, second]) expect(await segment(id)).toMatchObject({ status: "ready", problem: null });
    const compared = await dataset.api.compareMask(second, never);
    expect(compared?.mask).toMatchObject({ agreement: null, problem: { tag: "MaskMismatch" } });
    expect(compared?.mask?.problem?.message).toContain("is 4 x 4 px, but tile sample-2 is 384 x 320 px");
    expect(compared?.status).toBe("ready");
  });

  it("is compared with the cells, at three thresholds", async () => {
    const { cellMap, cells } = await dataset.api.loadView(first);
    const gone = cells.slice(0, 2).map(({ number }) => number);
    const added = await add(await maskFile("sample-1_cellmask.png", without(cellMap, gone)));
    expect(added.tiles).toMatchObject([{ id: first, mask: { cells: "sample-1_cellmask.png", agreement: null } }]);
    const record = await dataset.api.compareMask(first, never);
    const expected = { truePositives: cells.length - 2, falsePositives: 2, falseNegatives: 0 };
    expect(record?.mask?.agreement).toMatchObject([0.5, 0.6, 0.75].map((iou) => ({ iou, ...expected })));
    expect((await reload()).tiles.find(({ id }) => id === first)?.mask).toEqual(record?.mask);
    expect(await listFolder("masks")).toHaveLength(2);
  });

  it("is compared again when it is replaced, and when the tile is segmented again", async () => {
    const { cellMap, cells } = await dataset.api.loadView(first);
    await add(await maskFile("sample-1_labels.png", cellMap));
    expect((await dataset.api.compareMask(first, never))?.mask?.agreement?.[2]).toMatchObject({ f1: 1 });
    expect(await listFolder("masks")).toHaveLength(2);
    const again = await segment(first);
    expect(again.mask).toMatchObject({ cells: "sample-1_labels.png", agreement: null });
    expect((await dataset.api.compareMask(first, never))?.mask?.agreement?.[0]?.truePositives).toBe(cells.length);
  });

  it("becomes the tile's cells with its numbers and one piece for each cell, and is compared again later", async () => {
    const { cellMap, cells } = await dataset.api.loadView(first);
    const [gone, torn] = cells.map(({ number }) => number);
    if (gone === undefined || torn === undefined) throw new Error("two cells");
    const map = without(cellMap, [gone]);
    // The cell gets a second piece of three px in the corner.
    map.labels.set([torn, torn, torn], 0);
    await add(await maskFile("sample-1_cellmask.png", map));
    const record = await segment(first, "mask");
    expect(record).toMatchObject({
      status: "ready",
      maskSource: "imported",
      cellCount: cells.length - 1,
      mask: { agreement: null, leftOut: { pieces: 1, pixels: 3 } },
    });
    const view = await dataset.api.loadView(first);
    const numbers = cells.map(({ number }) => number).filter((number) => number !== gone);
    expect(view.cells.map(({ number }) => number)).toEqual(numbers);
    expect(view.cells.map(({ area }) => area)).toEqual(
      cells.filter(({ number }) => number !== gone).map(({ area }) => area),
    );
    // Segmentation found the nuclei, one in each cell.
    expect(view.cells.every(({ nucleusArea }) => nucleusArea > 0)).toBe(true);
    const shown = { visible: true, colour: [255, 255, 255], contrast: [0, 255] } as const;
    const displays = { red: shown, green: shown, blue: shown, yellow: shown };
    expect((await dataset.api.drawCrop(first, numbers.at(-1) ?? 0, displays)).width).toBe(crop.size);
    expect(await dataset.api.compareMask(first, never)).toMatchObject({ mask: { agreement: null } });

    const back = await segment(first);
    expect(back).toMatchObject({ maskSource: "segmented", cellCount: cells.length, mask: { leftOut: null } });
    const expected = { truePositives: cells.length - 1, falsePositives: 1, falseNegatives: 0 };
    expect((await dataset.api.compareMask(first, never))?.mask?.agreement?.[0]).toMatchObject(expected);
  });

  it("is compared again with cells that were corrected by hand", async () => {
    const { cells } = await dataset.api.loadView(first);
    const wanted = cells.at(-1)?.number ?? 0;
    const corrected = await dataset.api.correctCells(first, { kind: "delete", cells: [wanted] });
    if ("refused" in corrected) throw new Error(corrected.refused);
    expect(corrected.record.mask).toMatchObject({ agreement: null });
    const record = await dataset.api.compareMask(first, never);
    const expected = { truePositives: cells.length - 2, falsePositives: 1, falseNegatives: 1 };
    expect(record?.mask?.agreement?.[0]).toMatchObject(expected);
    await dataset.api.correctCells(first, { kind: "undo" });
    expect((await dataset.api.compareMask(first, never))?.mask?.agreement?.[0]?.falseNegatives).toBe(0);
  });

  it("gives the nuclei from their own map, whatever their numbers are", async () => {
    const { cellMap, nucleusMap, cells } = await dataset.api.loadView(first);
    const last = cells.length + 1;
    const nuclei = { ...nucleusMap, labels: nucleusMap.labels.map((label) => (label === 0 ? 0 : last - label)) };
    await add(await maskFile("sample-1_cells.png", cellMap), await maskFile("sample-1_nuclei.png", nuclei));
    const record = await segment(first, "mask");
    expect(record.mask).toMatchObject({ cells: "sample-1_cells.png", nuclei: "sample-1_nuclei.png" });
    const view = await dataset.api.loadView(first);
    expect(view.nucleusMap.labels).toEqual(nucleusMap.labels);
    await segment(first);
  });

  it("that cannot be used leaves the cells as they are", async () => {
    const { cellMap } = await dataset.api.loadView(first);
    await add(await maskFile("sample-1_cellmask.png", without(cellMap, [...cellMap.labels])));
    await expect(segment(first, "mask")).rejects.toThrow("holds no cell");
    await expect(segment(first, "mask")).rejects.toHaveProperty("name", "MaskMismatch");
    expect((await dataset.api.loadView(first)).cellMap).toEqual(cellMap);
  });

  it("can be removed alone, or together with its tile", async () => {
    const record = await dataset.api.removeMask(first);
    expect(record).toMatchObject({ mask: null, status: "ready" });
    expect(await listFolder("masks")).toHaveLength(1);
    await dataset.api.removeTiles([second]);
    expect(await listFolder("masks")).toEqual([]);
    expect((await add(...filesOf(second))).tiles).toMatchObject([{ id: second, mask: null }]);
  });
});
