import { afterAll, beforeAll, expect, it } from "vitest";
import type { SegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import { adjust, discardDraft, openAdjustment } from "../../../src/state/actions/adjust-segmentation.ts";
import { applyToTile } from "../../../src/state/actions/apply-segmentation.ts";
import { cancelTile } from "../../../src/state/actions/process-tiles.ts";
import { useAdjustment } from "../../../src/state/stores/adjustment-store.ts";
import { useDataset } from "../../../src/state/stores/dataset-store.ts";
import { addPreviewTile, openPreviewPage, preview, reachStage } from "../../browser/pipeline/open-preview-page.ts";
import { timeReferenceWork } from "../reference-work.ts";
import { median, tellRatio } from "../tell-ratio.ts";

/** A 2048 px tile, real workers, real storage. */

const { close } = openPreviewPage();
const state = () => useAdjustment.getState();
const tile = () => useDataset.getState().order[0] ?? tileId("no tile");
/** Times of the reference work between the measurements, in ms. */
const references: number[] = [];

beforeAll(async () => {
  await addPreviewTile();
  openAdjustment(tile());
  await expect.poll(() => state().status).toBe("ready");
});
afterAll(close);

it("shows a preview soon after the slider rests", async () => {
  const sliders: Record<string, Partial<SegmentationOptions>[]> = {
    "cell sensitivity": [0.7, 0.3, 0.8, 0.2, 0.6].map((cellSensitivity) => ({ cellSensitivity })),
    "smallest area": [0.2, 0.1, 0.25, 0.15, 0.3].map((smallestArea) => ({ smallestArea })),
    "split strength": [0.7, 0.3, 0.8, 0.2, 0.6].map((splitStrength) => ({ splitStrength })),
    "nucleus sensitivity": [0.6, 0.4, 0.7, 0.45, 0.55].map((nucleusSensitivity) => ({ nucleusSensitivity })),
    "nucleus diameter": [180, 250, 200, 240, 190].map((nucleusDiameter) => ({ nucleusDiameter })),
    "border cells": (["drop", "keep", "drop"] as const).map((borderCells) => ({ borderCells })),
  };
  const ratios: number[] = [];
  for (const [name, changes] of Object.entries(sliders)) {
    const times: number[] = [];
    for (const change of changes) {
      references.push(timeReferenceWork());
      times.push(await preview(change));
    }
    ratios.push(tellRatio(`preview after ${name}`, median(times), median(references), 300));
  }
  expect(Math.max(...ratios)).toBeLessThan(10);
});

it("shows a preview soon after one of seconds was given up", async () => {
  const times: number[] = [];
  for (const nucleusDiameter of [200, 210, 205]) {
    references.push(timeReferenceWork());
    // The preview in full resolution has hundreds of cells.
    adjust({ nucleusDiameter: 8 });
    await expect.poll(() => state().status).toBe("working");
    // By now the worker is in the middle of the tile.
    await new Promise((resolve) => setTimeout(resolve, 300));
    times.push(await preview({ nucleusDiameter }));
  }
  expect(tellRatio("preview after one given up", median(times), median(references), null)).toBeLessThan(20);
});

it("takes a discarded preview off the page at once", async () => {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    references.push(timeReferenceWork());
    adjust({ cellSensitivity: 0.8 + 0.02 * round });
    await expect.poll(() => state().status, { interval: 1 }).toBe("working");
    const started = performance.now();
    discardDraft();
    expect(state()).toMatchObject({ draft: null, result: null, status: "ready" });
    times.push(performance.now() - started);
  }
  expect(tellRatio("discarding a preview under way", median(times), median(references), 200)).toBeLessThan(1);
});

it("cancels an application at once", async () => {
  const times: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    references.push(timeReferenceWork());
    await preview({ splitStrength: 0.8 + 0.05 * round });
    const applying = applyToTile(tile());
    await reachStage(tile(), "segment");
    const started = performance.now();
    cancelTile(tile());
    await applying;
    times.push(performance.now() - started);
  }
  expect(tellRatio("cancelling an application", median(times), median(references), 200)).toBeLessThan(5);
});
