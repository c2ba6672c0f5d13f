import { wrap } from "comlink";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { Cell } from "../../../src/domain/cell/cell.ts";
import { defaultCropOptions } from "../../../src/domain/tile/crop-options.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import { clearStorage } from "../../../src/storage/clear-storage.ts";
import { openCropSource, writeCrops } from "../../../src/storage/crop-store.ts";
import { listFolder, openFile } from "../../../src/storage/files/private-files.ts";
import { writeFile } from "../../../src/storage/files/write-private-file.ts";
import { readLabelMap, writeLabelMap } from "../../../src/storage/label-map-store.ts";
import { pixelBytes, readPixels, writePixels } from "../../../src/storage/pixel-store.ts";
import { loadPredictions, savePredictions } from "../../../src/storage/prediction-store.ts";
import { sweepFiles } from "../../../src/storage/sweep-files.ts";
import { readThumbnail, writeThumbnail } from "../../../src/storage/thumbnail-store.ts";
import {
  changeTileRow,
  changeTileRows,
  commitSegmentation,
  deleteTiles,
  loadCells,
  loadTileRow,
  loadTileRows,
  putTileRows,
} from "../../../src/storage/tile-rows.ts";
import { makeGeneration, makeRecord, makeRow } from "./make-row.ts";
import type { StorageApi } from "./storage.worker.ts";

const worker = new Worker(new URL("./storage.worker.ts", import.meta.url), { type: "module" });
const inWorker = wrap<StorageApi>(worker);

beforeEach(clearStorage);
afterAll(() => worker.terminate());

function makeCell(name: string, number: number): Cell {
  return {
    tileId: tileId(name),
    number,
    box: { left: 0, top: 0, right: 4, bottom: 4 },
    centroid: { x: 2, y: 2 },
    area: 16,
    nucleusArea: 4,
    touchesBorder: true,
    corrected: false,
    meanIntensity: { red: 1, green: 2.5, blue: 3, yellow: null },
    measurements: null,
  };
}

describe("pixel store", () => {
  it("returns 16-bit channels bit by bit, and a missing channel as null", async () => {
    const make = (seed: number) => Uint16Array.from({ length: 15 }, (_, i) => (i * 4099 * seed) % 65_536);
    const pixels = {
      width: 5,
      height: 3,
      bitDepth: 16,
      channels: { red: make(1), green: make(2), blue: make(3), yellow: null },
    } as const;
    await writePixels("t", pixels, "tile");
    expect(await readPixels("t", "tile")).toEqual(pixels);
    expect((await openFile("tiles/t/pixels", "tile"))?.size).toBe(pixelBytes(pixels));
  });

  it("returns 8-bit channels with odd sizes", async () => {
    const make = (seed: number) => Uint8Array.from({ length: 21 }, (_, i) => (i * 41 * seed) % 256);
    const pixels = {
      width: 3,
      height: 7,
      bitDepth: 8,
      channels: { red: null, green: make(2), blue: make(3), yellow: make(5) },
    } as const;
    await writePixels("t", pixels, "tile");
    expect(await readPixels("t", "tile")).toEqual(pixels);
  });

  it("refuses a file that was cut short", async () => {
    await writeFile("tiles/t/pixels", [new Uint32Array([5, 3, 8, 15]), new Uint8Array(59)], "tile");
    await expect(readPixels("t", "tile 1")).rejects.toMatchObject({ name: "StorageBroken" });
  });
});

describe("label map store", () => {
  it("returns both maps, and stores them far smaller than they are", async () => {
    const labels = new Uint16Array(400 * 300);
    for (let y = 0; y < 300; y += 1) labels.fill(1 + Math.floor(y / 3), y * 400 + 50, y * 400 + 350);
    labels[5] = 65_535;
    const map = { width: 400, height: 300, labels, count: 65_535 };
    await writeLabelMap("t", "g", "cells", map, "tile");
    await writeLabelMap("t", "g", "nuclei", { ...map, count: 0, labels: new Uint16Array(120_000) }, "tile");
    expect(await readLabelMap("t", "g", "cells", "tile")).toEqual(map);
    expect((await readLabelMap("t", "g", "nuclei", "tile")).labels.every((label) => label === 0)).toBe(true);
    expect((await openFile("tiles/t/g-cells", "tile"))?.size).toBeLessThan(24_000);
  });

  it("refuses a damaged file", async () => {
    await writeFile("tiles/t/g-cells", [new Uint32Array([4, 4, 1]), new Uint8Array([120, 156, 9, 9, 9])], "tile");
    await expect(readLabelMap("t", "g", "cells", "tile 1")).rejects.toMatchObject({ name: "StorageBroken" });
  });
});

describe("thumbnail store", () => {
  it("returns the picture", async () => {
    const picture = { width: 3, height: 2, rgba: Uint8ClampedArray.from({ length: 24 }, (_, i) => i * 10) };
    await writeThumbnail("t", picture, "tile");
    expect(await readThumbnail("t", "tile")).toEqual(picture);
  });
});

describe("crop store", () => {
  const size = 4;
  const generation = makeGeneration({ numbers: [1, 2, 3, 5], crop: { ...defaultCropOptions, size } });

  async function storeTile(name: string) {
    await putTileRows([makeRow(name, { generation })]);
    await inWorker.writeCrops(`folder of ${name}`, generation.id, generation.numbers.length, size);
  }

  it("returns the requested crops in the requested order, also when a cell is repeated", async () => {
    await storeTile("a");
    const crops = await openCropSource(size).read("a", [5, 1, 2, 2]);
    const bytesEach = size * size * 4;
    expect(crops.length).toBe(4 * bytesEach);
    expect([0, 1, 2, 3].map((i) => new Set(crops.subarray(i * bytesEach, (i + 1) * bytesEach)))).toEqual(
      [4, 1, 2, 2].map((value) => new Set([value])),
    );
    expect(await inWorker.readCrops("a", [3], size)).toEqual(new Uint8Array(bytesEach).fill(3));
  });

  it("refuses cells that do not exist, another size, and a removed tile", async () => {
    await storeTile("a");
    const source = openCropSource(size);
    await expect(source.read("a", [4])).rejects.toMatchObject({ name: "StorageBroken" });
    await expect(openCropSource(8).read("a", [1])).rejects.toMatchObject({ name: "StorageBroken" });
    await expect(source.read("b", [1])).rejects.toMatchObject({ name: "StorageBroken" });
    expect((await source.read("a", [1])).length).toBe(64);
    await deleteTiles([tileId("a")]);
    await expect(source.read("a", [1])).rejects.toMatchObject({ name: "StorageBroken" });
  });

  it("never reads a whole file for a few crops", async () => {
    const side = 224;
    const count = 200;
    const numbers = Array.from({ length: count }, (_, i) => i + 1);
    const big = makeGeneration({ numbers });
    await putTileRows([makeRow("a", { generation: big })]);
    await inWorker.writeCrops("folder of a", big.id, count, side);
    const { arrayBuffer, slice } = Blob.prototype;
    let bytesRead = 0;
    Blob.prototype.arrayBuffer = function read(this: Blob) {
      bytesRead += this.size;
      return arrayBuffer.call(this);
    };
    try {
      const crops = await openCropSource(side).read("a", [7, 8, 150]);
      expect(crops[0]).toBe(7);
      expect(crops.at(-1)).toBe(150);
    } finally {
      Blob.prototype.arrayBuffer = arrayBuffer;
      Blob.prototype.slice = slice;
    }
    expect(bytesRead).toBe(3 * side * side * 4);
  });

  it("leaves no file behind when making a crop fails", async () => {
    function* failing() {
      yield new Uint8Array(64);
      throw new RangeError("no memory");
    }
    await expect(writeCrops("t", "g", failing(), "tile 1")).rejects.toThrow("no memory");
    expect(await listFolder("tiles/t")).toEqual([]);
  });
});

describe("tile rows", () => {
  it("are loaded in the order in which the tiles were added, also in another thread", async () => {
    await putTileRows([
      makeRow("b", { record: makeRecord("b", { addedAt: 2 }) }),
      makeRow("a/../*?", { record: makeRecord("a/../*?", { addedAt: 3 }) }),
      makeRow("c", { record: makeRecord("c", { addedAt: 1 }) }),
    ]);
    expect((await loadTileRows()).map((row) => row.record.id)).toEqual(["c", "b", "a/../*?"]);
    expect(await inWorker.tileNames()).toEqual(["c", "b", "a/../*?"]);
  });

  it("are changed as they are at that moment, and stay removed", async () => {
    await putTileRows([makeRow("a")]);
    const id = tileId("a");
    await Promise.all(
      [1, 2, 3].map(() =>
        changeTileRow(id, (row) => ({ ...row, record: { ...row.record, cellCount: row.record.cellCount + 1 } })),
      ),
    );
    expect((await loadTileRow(id))?.record.cellCount).toBe(3);
    await deleteTiles([id]);
    expect(await changeTileRow(id, (row) => row)).toBeNull();
    expect(await commitSegmentation(id, [makeCell("a", 1)], (row) => row)).toBeNull();
    expect(await loadTileRows()).toEqual([]);
    expect(await loadCells(id)).toEqual([]);
  });

  it("are changed many at once, except those of removed tiles", async () => {
    const names = ["a", "b", "c"];
    await putTileRows(names.map((name) => makeRow(name)));
    await deleteTiles([tileId("b")]);
    const changed = await changeTileRows(
      names.map(tileId),
      (row) => ({ ...row, record: { ...row.record, weakLabel: [row.record.id.charCodeAt(0)] } }),
      "The labels",
    );
    expect(changed.map((row) => [row.record.id, row.record.weakLabel])).toEqual([
      ["a", [97]],
      ["c", [99]],
    ]);
    expect(await loadTileRows()).toEqual(changed);
  });

  it("lose the predictions of cells that are segmented again, and refuse predictions that come too late", async () => {
    const first = makeGeneration({ numbers: [1] });
    await putTileRows([makeRow("a", { generation: first })]);
    const id = tileId("a");
    const predictions = { tileId: id, modelId: "m", numbers: [1], probabilities: new Float32Array([0.25, 0.5]) };
    expect(await savePredictions(predictions, first)).toBe(true);
    expect(await loadPredictions(id)).toEqual(predictions);
    const next = makeGeneration({ id: "generation-2", numbers: [1] });
    await commitSegmentation(id, [makeCell("a", 1)], (row) => ({ ...row, generation: next }));
    expect(await loadPredictions(id)).toBeNull();
    expect(await loadCells(id)).toEqual([makeCell("a", 1)]);
    expect(await savePredictions(predictions, first)).toBe(false);
    expect(await loadPredictions(id)).toBeNull();
  });

  it("are deleted together with all files of their tile, and other tiles stay", async () => {
    for (const name of ["a", "b"]) {
      await putTileRows([makeRow(name)]);
      await writeFile(`tiles/folder of ${name}/pixels`, [new Uint8Array(3)], name);
      await writeFile(`tiles/folder of ${name}/generation-1-crops`, [new Uint8Array(3)], name);
    }
    await deleteTiles([tileId("a")]);
    expect(await listFolder("tiles")).toEqual(["folder of b"]);
    expect((await listFolder("tiles/folder of b")).sort()).toEqual(["generation-1-crops", "pixels"]);
  });
});

describe("sweepFiles", () => {
  it("removes the files that no row names, and no others", async () => {
    const row = makeRow("a");
    await putTileRows([row]);
    const kept = ["pixels", "thumbnail", "generation-1-cells", "generation-1-nuclei", "generation-1-crops"];
    const swept = ["generation-0-cells", "generation-10-crops", "pixels-x.part", "generation-1-crops-x.part"];
    for (const name of [...kept, ...swept]) await writeFile(`tiles/${row.folder}/${name}`, [new Uint8Array(1)], "a");
    await writeFile("tiles/orphan/pixels", [new Uint8Array(1)], "a");
    await writeFile("room-x.part", [new Uint8Array(1)], "a");
    await writeFile("masks/kept", [new Uint8Array(1)], "a");
    await writeFile("masks/replaced", [new Uint8Array(1)], "a");
    const maskFile = { fileName: "a_cells.png", stored: "kept" };
    const masks = [{ tileId: tileId("not there"), cells: maskFile, nuclei: null, quiet: false }];
    await sweepFiles([row, makeRow("not read yet", { folder: null })], masks);
    expect(await listFolder("masks")).toEqual(["kept"]);
    expect((await listFolder(`tiles/${row.folder}`)).sort()).toEqual(kept.sort());
    expect(await listFolder("tiles")).toEqual([row.folder]);
    expect((await listFolder("")).sort()).toEqual(["masks", "tiles"]);
  });
});
