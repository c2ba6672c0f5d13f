import { proxy } from "comlink";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createImagingPool } from "../../../../src/bridge/imaging-pool.ts";
import { spawnDatasetWorker } from "../../../../src/bridge/spawn.ts";
import type { Cell } from "../../../../src/domain/cell/cell.ts";
import type { CorrectedTile, CorrectionStep } from "../../../../src/domain/cell/correction.ts";
import { defaultPredictionOptions } from "../../../../src/domain/localisation/localisation.ts";
import { defaultSegmentationOptions } from "../../../../src/domain/tile/segmentation-options.ts";
import { tileId } from "../../../../src/domain/tile/tile.ts";
import { makeSampleFiles } from "../../../../src/pipeline/dataset/make-sample-files.ts";
import { sampleDatasetOptions } from "../../../../src/sample/sample-dataset.ts";
import { clearStorage } from "../../../../src/storage/clear-storage.ts";
import { openCropSource } from "../../../../src/storage/crop-store.ts";
import { listFolder } from "../../../../src/storage/files/private-files.ts";
import { loadPredictions, savePredictions } from "../../../../src/storage/prediction-store.ts";
import { loadTileRow } from "../../../../src/storage/tile-rows.ts";
import { never } from "../../../never.ts";
import { segmentRequest } from "../../../segment-request.ts";
import { correctionSteps } from "./correction-steps.ts";

/*
 * Corrections are made through the worker on real storage, as the page makes them. The tests
 * are steps of one journey.
 */

/** px; large enough for some dozen cells, of which some touch. */
const side = 1024;
const id = tileId("sample-1");
let dataset = spawnDatasetWorker();
const pool = createImagingPool({ size: 1 });

beforeAll(async () => {
  await clearStorage();
  const files = await makeSampleFiles(() => {}, { ...sampleDatasetOptions, tiles: 1, width: side, height: side });
  const { sources } = await dataset.api.addFiles(files, never);
  await pool.process(segmentRequest(id, { source: sources.get(id) ?? null }), () => {}, never);
}, 120_000);

afterAll(async () => {
  dataset.terminate();
  await clearStorage();
});

/** Starts another dataset worker, as a reloaded page does. */
async function reload(): Promise<void> {
  dataset.terminate();
  dataset = spawnDatasetWorker();
  await dataset.api.restore();
}

async function make(step: CorrectionStep): Promise<CorrectedTile> {
  const made = await dataset.api.correctCells(id, step);
  if ("refused" in made) throw new Error(made.refused);
  return made;
}

/** Everything that is stored about the tile's cells. */
async function stored() {
  const { cellMap, nucleusMap, cells, record, history } = await dataset.api.loadView(id);
  const crops = await openCropSource(224).read(
    id,
    cells.map(({ number }) => number),
  );
  return {
    labels: cellMap.labels,
    // Digests are compared, because comparing megabytes number by number takes minutes.
    maps: [cellMap.count, await digest(cellMap.labels), await digest(nucleusMap.labels)],
    cells,
    corrected: record.correctedCells,
    count: record.cellCount,
    history,
    crops: [crops.length, await digest(crops)],
  };
}

async function digest(values: Uint8Array | Uint16Array): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", values as Uint8Array<ArrayBuffer>));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Everything that is stored except the maps themselves, for comparisons. */
async function state() {
  const { labels: _, ...rest } = await stored();
  return rest;
}

async function storedFiles(): Promise<number> {
  // Replaced files are removed before the next step, and this step, which is refused, changes nothing.
  await dataset.api.correctCells(id, { kind: "merge", cells: [] });
  const [folder] = await listFolder("tiles");
  return (await listFolder(`tiles/${folder}`)).length;
}

/** Stores probabilities for all cells, as a prediction does. */
async function predictAll(): Promise<void> {
  const row = await loadTileRow(id);
  if (row?.generation == null) throw new Error("not segmented");
  const { numbers } = row.generation;
  const probabilities = Float32Array.from({ length: numbers.length * 19 }, (_, index) => (index % 19) / 19);
  expect(await savePredictions({ tileId: id, modelId: "m", numbers, probabilities }, row.generation)).toBe(true);
}

it("makes each kind of step, and stores just what changed", async () => {
  await predictAll();
  const before = await stored();
  expect(before).toMatchObject({ corrected: 0, history: { done: 0, undone: 0 } });
  const { steps, a, b, gone } = correctionSteps(before.cells, before.labels, side);
  const files = await storedFiles();
  const touched = new Set<number>();
  for (const [index, step] of steps.entries()) {
    const made = await make(step);
    expect(made.history).toEqual({ done: index + 1, undone: 0 });
    expect(made.cells.every(({ corrected }) => corrected)).toBe(true);
    for (const { number } of made.cells) touched.add(number);
    for (const number of made.removed) touched.add(number);
  }
  const after = await stored();
  const there = new Set(after.cells.map(({ number }) => number));
  expect(there.has(gone)).toBe(false);
  expect(there.has(Math.min(a, b))).toBe(true);
  expect(there.has(Math.max(a, b))).toBe(false);
  expect(new Set(after.labels).size - 1).toBe(after.cells.length);
  expect(after.count).toBe(after.cells.length);
  expect(after.corrected).toBe([...touched].filter((number) => there.has(number)).length);
  for (const cell of after.cells) {
    expect(cell.corrected).toBe(touched.has(cell.number));
    if (!touched.has(cell.number)) expect(before.cells).toContainEqual(cell);
  }
  // Only unchanged cells keep their probabilities.
  expect((await loadPredictions(id))?.numbers).toEqual(
    before.cells.map(({ number }) => number).filter((number) => !touched.has(number)),
  );
  // There are the maps of only one generation. Every step left a file of crops, except the one that only deletes.
  expect(await storedFiles()).toBe(files + steps.length - 1);
});

it("marks corrected cells in cells.csv", async () => {
  const { file } = await dataset.api.exportFile(
    "cells",
    defaultPredictionOptions,
    proxy(() => {}),
    never,
  );
  const [header = "", ...rows] = (await file.text()).trimEnd().split("\r\n");
  const column = header.split(",").indexOf("corrected");
  const { cells } = await stored();
  expect(rows.map((row) => row.split(",")[column])).toEqual(cells.map(({ corrected }) => String(corrected)));
});

it("undoes and redoes exactly, also after reloads, and drops undone steps when a new one is made", async () => {
  const after = await state();
  await reload();
  expect(await state()).toEqual(after);
  for (let done = 6; done > 0; done--) {
    const { history } = await make({ kind: "undo" });
    expect(history).toEqual({ done: done - 1, undone: 7 - done });
    if (done === 3) await reload();
  }
  expect(await dataset.api.correctCells(id, { kind: "undo" })).toEqual({ refused: "There is nothing to undo." });
  const start = await state();
  expect(start.corrected).toBe(0);
  expect(start.cells.every(({ corrected }) => !corrected)).toBe(true);

  await reload();
  for (let step = 0; step < 6; step++) await make({ kind: "redo" });
  expect(await dataset.api.correctCells(id, { kind: "redo" })).toEqual({ refused: "There is nothing to redo." });
  expect(await state()).toEqual(after);

  await make({ kind: "undo" });
  await make({ kind: "undo" });
  const { history } = await make({ kind: "delete", cells: [start.cells[0]?.number ?? 0] });
  expect(history).toEqual({ done: 5, undone: 0 });
  expect(await dataset.api.correctCells(id, { kind: "redo" })).toEqual({ refused: "There is nothing to redo." });
});

it("keeps few files however many steps are made, and a training in progress can still read its crops", async () => {
  const source = openCropSource(224);
  const { cells } = await state();
  const cell = cells.find(({ touchesBorder }) => !touchesBorder);
  if (cell === undefined) throw new Error("no cell");
  const numbers = cells.map(({ number }) => number);
  const before = await source.read(id, numbers);
  const { x, y } = cell.centroid;
  for (let step = 0; step < 28; step++) {
    await make({
      kind: "erase",
      cell: cell.number,
      stroke: [[x + 30 * Math.cos(step), y + 30 * Math.sin(step)]],
      radius: 4,
    }).catch((error: Error) => expect(error.message).toMatch(/does not touch/));
  }
  await make({ kind: "delete", cells: [cells[0]?.number ?? 0] });
  expect(await storedFiles()).toBeLessThan(35);
  expect((await source.read(id, numbers)).length).toBe(before.length);
  expect((await openCropSource(224).read(id, numbers)).length).toBe(before.length);
  const { crops } = await state();
  expect(crops[0]).toBe((cells.length - 1) * 224 * 224 * 4);
});

it("refuses an edit that cannot be made, and leaves the tile as it is", async () => {
  const before = await state();
  expect(await dataset.api.correctCells(id, { kind: "merge", cells: [1] })).toEqual({
    refused: "Select two cells or more to merge.",
  });
  expect(await state()).toEqual(before);
});

it("keeps corrected cells and their probabilities when the tile is segmented again", async () => {
  await predictAll();
  const before = await state();
  const corrected = before.cells.filter((cell) => cell.corrected);
  expect(corrected.length).toBeGreaterThan(3);
  const record = await pool.process(
    segmentRequest(id, { segmentation: { ...defaultSegmentationOptions, cellSensitivity: 0.3 } }),
    () => {},
    never,
  );
  expect(record.correctedCells).toBe(corrected.length);
  const after = await stored();
  expect(after.history).toEqual({ done: 0, undone: 0 });
  // The centre is left out, because its last digit differs: it is measured from another corner.
  const plain = (cells: readonly Cell[]) => cells.map(({ centroid: _, ...cell }) => cell);
  expect(plain(after.cells.filter((cell) => cell.corrected))).toEqual(plain(corrected));
  expect(new Set(after.labels).size - 1).toBe(after.cells.length);
  expect(after.cells.length).toBeGreaterThan(before.cells.length - 8);
  expect((await loadPredictions(id))?.numbers).toEqual(corrected.map(({ number }) => number));
  expect(await dataset.api.correctCells(id, { kind: "undo" })).toEqual({ refused: "There is nothing to undo." });
});

it("deletes the corrections of a removed tile", async () => {
  await dataset.api.removeTiles([id]);
  await expect(dataset.api.correctCells(id, { kind: "undo" })).rejects.toMatchObject({ name: "StorageBroken" });
});
