import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createImagingPool } from "../../../src/bridge/imaging-pool.ts";
import { spawnDatasetWorker } from "../../../src/bridge/spawn.ts";
import { createTilePreviewer } from "../../../src/bridge/tile-previewer.ts";
import type { SegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { channelNames, tileId } from "../../../src/domain/tile/tile.ts";
import { makeSampleFiles } from "../../../src/pipeline/dataset/make-sample-files.ts";
import { sampleDatasetOptions } from "../../../src/sample/sample-dataset.ts";
import { addFiles } from "../../../src/state/actions/add-files.ts";
import {
  adjust,
  closeAdjustment,
  discardDraft,
  openAdjustment,
} from "../../../src/state/actions/adjust-segmentation.ts";
import { applyToTile } from "../../../src/state/actions/apply-segmentation.ts";
import { cancelTile } from "../../../src/state/actions/process-tiles.ts";
import { noAdjustment, useAdjustment } from "../../../src/state/stores/adjustment-store.ts";
import { emptyDataset, useDataset } from "../../../src/state/stores/dataset-store.ts";
import { previewMaps } from "../../../src/state/stores/preview-maps.ts";
import { provideServices } from "../../../src/state/stores/services.ts";
import { tileViews } from "../../../src/state/stores/tile-views.ts";
import { idleWork, useWork } from "../../../src/state/stores/work-store.ts";
import { clearStorage } from "../../../src/storage/clear-storage.ts";
import { fakeServices } from "../ui/fakes/fake-services.ts";

/* The way from a slider to the label maps on the page, for a tile of 2048 px with real workers and real storage. */

declare const __SHARED__: string;
const reference = "f0ac7116-bb99-11e8-b2b9-ac1f6b6435d0";

async function referenceFiles(): Promise<File[]> {
  return Promise.all(
    channelNames.map(async (channel) => {
      const name = `${reference}_${channel}.png`;
      const answer = await fetch(`/@fs${__SHARED__}/tiles/${name}`);
      if (!answer.ok || answer.headers.get("content-type") !== "image/png") throw new Error("not there");
      return new File([await answer.blob()], name);
    }),
  );
}

async function tileFiles(): Promise<File[]> {
  try {
    return await referenceFiles();
  } catch {
    console.log("The reference tiles are not there: a generated tile is used instead.");
    return makeSampleFiles(() => {}, { ...sampleDatasetOptions, tiles: 1, width: 2048, height: 2048 });
  }
}

const dataset = spawnDatasetWorker();
const state = () => useAdjustment.getState();
const tile = () => useDataset.getState().order[0] ?? tileId("no tile");

beforeAll(async () => {
  await clearStorage();
  useDataset.setState({ ...emptyDataset, loaded: "ready" }, true);
  useWork.setState(idleWork, true);
  useAdjustment.setState(noAdjustment, true);
  tileViews.clear();
  provideServices({
    dataset: dataset.api,
    imaging: createImagingPool({ size: 1 }),
    previewer: createTilePreviewer(),
    learning: fakeServices().learning,
    explorer: fakeServices().explorer,
  });
  await addFiles(await tileFiles());
});
afterAll(async () => {
  closeAdjustment();
  dataset.terminate();
  await clearStorage();
});

/** Moves a slider and waits for its preview: ms from the last move to the maps on the page. */
async function timePreview(change: Partial<SegmentationOptions>): Promise<number> {
  const before = state().result;
  const arrived = new Promise<number>((resolve, reject) => {
    const unsubscribe = useAdjustment.subscribe(({ result, problem }) => {
      if (problem !== null) reject(new Error(problem.message));
      if (result === null || result === before) return;
      unsubscribe();
      resolve(performance.now());
    });
  });
  // As a hand does: values on the way, then rest.
  const started = performance.now();
  adjust(change);
  return (await arrived) - started;
}

/** Applies the preview, and expects that exactly the preview is stored. */
async function expectApplied() {
  const shown = previewMaps(state().result);
  if (shown === null) throw new Error("The preview has no maps.");
  await applyToTile(tile());
  const view = await dataset.api.loadView(tile());
  for (const [stored, previewed] of [
    [view.cellMap, shown.cellMap],
    [view.nucleusMap, shown.nucleusMap],
  ] as const) {
    expect(stored.count).toBe(previewed.count);
    expect(stored.labels.every((label, pixel) => label === previewed.labels[pixel])).toBe(true);
  }
  expect(view.record.cellCount).toBe(shown.cellCount);
  return view;
}

describe("a preview of a 2048 px tile", () => {
  it("is on the page soon after the slider rests", async () => {
    const opened = performance.now();
    openAdjustment(tile());
    await expect.poll(() => state().status, { timeout: 30_000 }).toBe("ready");
    const opening = performance.now() - opened;
    const sliders: Record<string, Partial<SegmentationOptions>[]> = {
      "cell sensitivity": [0.7, 0.3, 0.8, 0.2, 0.6].map((cellSensitivity) => ({ cellSensitivity })),
      "smallest area": [0.2, 0.1, 0.25, 0.15, 0.3].map((smallestArea) => ({ smallestArea })),
      "split strength": [0.7, 0.3, 0.8, 0.2, 0.6].map((splitStrength) => ({ splitStrength })),
      "nucleus sensitivity": [0.6, 0.4, 0.7, 0.45, 0.55].map((nucleusSensitivity) => ({ nucleusSensitivity })),
      "nucleus diameter": [180, 250, 200, 240, 190].map((nucleusDiameter) => ({ nucleusDiameter })),
      "border cells": (["drop", "keep", "drop"] as const).map((borderCells) => ({ borderCells })),
    };
    const fastest: number[] = [];
    const lines: string[] = [];
    for (const [name, changes] of Object.entries(sliders)) {
      const times: number[] = [];
      for (const change of changes) times.push(await timePreview(change));
      times.sort((one, two) => one - two);
      fastest.push(times[0] ?? Number.NaN);
      lines.push(`${name} ${times[times.length >> 1]?.toFixed(0)} (least ${times[0]?.toFixed(0)})`);
    }
    console.log(
      `preview of ${useDataset.getState().tiles[tile()]?.cellCount} cells, medians in ms: ${lines.join(", ")}; ` +
        `the tile made ready in ${opening.toFixed(0)} ms`,
    );
    // The least disturbed of each. The goal is 300 ms on a machine of its own; a busy one gets three times that.
    expect(Math.max(...fastest)).toBeLessThan(3 * 300);
  });

  it("gives a slow request up for a newer one", async () => {
    // At full resolution, with hundreds of parts: seconds.
    const dropped = state().result;
    adjust({ nucleusDiameter: 8 });
    await expect.poll(() => state().status).toBe("working");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(state().result).toBe(dropped);
    const took = await timePreview({ nucleusDiameter: 200 });
    expect(state().result?.nucleusDiameter).toBe(200);
    console.log(`after a slow request was given up: ${took.toFixed(0)} ms`);
    discardDraft();
  });

  it("equals bit by bit what applying it stores", async () => {
    await timePreview({ cellSensitivity: 0.65, borderCells: "keep", nucleusDiameter: null, splitStrength: 0.4 });
    const { record } = await expectApplied();
    expect(record.segmentation).toMatchObject({ cellSensitivity: 0.65, splitStrength: 0.4 });
    expect(state()).toMatchObject({ draft: null, result: null });
  });

  it("keeps cells that were corrected by hand, as applying does", async () => {
    const [from, to] = [900, 1200];
    const drawn = await dataset.api.correctCells(tile(), {
      kind: "draw",
      outline: [
        [from, from],
        [to, from],
        [to, to],
        [from, to],
      ],
      overNeighbours: true,
    });
    if ("refused" in drawn) throw new Error(drawn.refused);
    const [number] = drawn.cells.filter(({ area }) => area > 80_000).map((cell) => cell.number);
    await timePreview({ splitStrength: 0.6, smallestArea: 0.3 });
    const middle = 1050 * 2048 + 1050;
    expect(previewMaps(state().result)?.cellMap.labels[middle]).toBe(number);
    const { cellMap, cells, record } = await expectApplied();
    expect(cellMap.labels[middle]).toBe(number);
    expect([cells.length, record.correctedCells > 0]).toEqual([record.cellCount, true]);
  });

  it("is gone at once when it is discarded, and comes to nothing when it was on its way", async () => {
    const started = performance.now();
    adjust({ cellSensitivity: 0.9 });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(state().status).toBe("working");
    discardDraft();
    expect(state()).toMatchObject({ draft: null, result: null, status: "ready" });
    expect(performance.now() - started).toBeLessThan(3 * 200);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(state()).toMatchObject({ draft: null, result: null, status: "ready" });
  });
});

describe("applying that is cancelled", () => {
  it("answers at once, leaves the tile as it was, and keeps the preview", async () => {
    const before = await dataset.api.loadView(tile());
    await timePreview({ splitStrength: 0.9 });
    const applying = applyToTile(tile());
    await expect.poll(() => useWork.getState().stages[tile()], { interval: 5, timeout: 20_000 }).toBe("segment");
    const cancelled = performance.now();
    cancelTile(tile());
    await applying;
    const took = performance.now() - cancelled;
    console.log(`cancelled in ${took.toFixed(0)} ms`);
    // The goal is 200 ms on a machine of its own.
    expect(took).toBeLessThan(3 * 200);
    expect(useWork.getState().batch).toBeNull();
    expect(useDataset.getState().tiles[tile()]).toEqual(before.record);
    expect(state().result).not.toBeNull();
    const after = await dataset.api.loadView(tile());
    expect(after.record).toEqual(before.record);
    expect(after.cells).toEqual(before.cells);
    expect(after.cellMap.labels.every((label, pixel) => label === before.cellMap.labels[pixel])).toBe(true);
  });
});
