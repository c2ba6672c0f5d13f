import { afterAll, beforeAll, expect, it } from "vitest";
import { defaultCropOptions } from "../../../src/domain/tile/crop-options.ts";
import { defaultSegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import { clearStorage } from "../../../src/storage/clear-storage.ts";
import { loadAllMasks, loadMasks, putMask, readMask } from "../../../src/storage/mask-store.ts";
import { loadCells, loadTileRows } from "../../../src/storage/tile-rows.ts";
import { settle } from "./settle.ts";

/*
 * The tests make a database like that of Cytotope's first version: its stores, and records with
 * the fields of that time.
 */

const id = tileId("old");
const cell = {
  tileId: id,
  number: 1,
  box: { left: 0, top: 0, right: 2, bottom: 2 },
  centroid: { x: 0.5, y: 0.5 },
  area: 4,
  nucleusArea: 1,
  touchesBorder: true,
  meanIntensity: { red: 1, green: 2, blue: 3, yellow: null },
};
const record = {
  id,
  status: "ready",
  width: 8,
  height: 8,
  bitDepth: 8,
  missingChannels: [],
  problem: null,
  cellCount: 1,
  nucleusDiameter: 4,
  weakLabel: [3],
  sample: false,
  addedAt: 7,
  processingSeconds: 1,
};
const { nucleusDiameter, splitStrength, cellSensitivity, smallestArea } = defaultSegmentationOptions;
const generation = {
  id: "generation",
  segmentation: { nucleusDiameter, splitStrength, cellSensitivity, smallestArea },
  crop: defaultCropOptions,
  numbers: [1],
};

beforeAll(async () => {
  await settle(indexedDB.deleteDatabase("cytotope"));
  const opening = indexedDB.open("cytotope", 1);
  opening.onupgradeneeded = () => {
    const database = opening.result;
    database.createObjectStore("tiles", { keyPath: "record.id" });
    database.createObjectStore("cells", { keyPath: "tileId" });
    database.createObjectStore("weakLabels", { keyPath: "tileId" });
    database.createObjectStore("problems");
    database.createObjectStore("predictions", { keyPath: "tileId" });
    database.createObjectStore("runs", { keyPath: "id" }).createIndex("startedAt", "startedAt");
    database.createObjectStore("models", { keyPath: "id" }).createIndex("createdAt", "createdAt");
    database.createObjectStore("settings");
  };
  const database = await settle(opening);
  const stores = database.transaction(["tiles", "cells"], "readwrite");
  await settle(stores.objectStore("tiles").put({ record, folder: "folder", generation }));
  await settle(stores.objectStore("cells").put({ tileId: id, cells: [cell] }));
  database.close();
});

afterAll(clearStorage);

it("keeps the tiles and cells of the first version, and completes them", async () => {
  const [row, ...others] = await loadTileRows();
  expect(others).toEqual([]);
  expect(row?.record).toMatchObject({ ...record, mask: null, maskSource: "segmented" });
  expect(row?.generation).toMatchObject({ ...generation, segmentation: defaultSegmentationOptions });
  expect(await loadCells(id)).toMatchObject([{ ...cell, measurements: null }]);
});

it("adds the store for masks, which came later", async () => {
  await putMask(id, "cells", "old_cellmask.png", Uint8Array.of(1, 2, 3));
  const mask = (await loadMasks([id])).get(id);
  expect(mask).toMatchObject({ cells: { fileName: "old_cellmask.png" }, nuclei: null });
  expect(await readMask(mask?.cells?.stored ?? "", "old_cellmask.png")).toEqual(Uint8Array.of(1, 2, 3));
  expect(await loadAllMasks()).toHaveLength(1);
});
