import { afterEach, expect, it } from "vitest";
import { type Journey, openPage } from "./open-page.ts";
import { expectNoComplaints, exportResult, waitForPredictions } from "./page-actions.ts";
import { readCells } from "./read-results.ts";

interface RunOfTiles {
  readonly model: { readonly id: string } | null;
  readonly tiles: readonly { readonly predictedBy: string | null }[];
}

let journey: Journey | null = null;
afterEach(async () => {
  await journey?.close();
  journey = null;
});

it("runs the whole main job on sample tiles after one click", async () => {
  journey = await openPage();
  const { page, complaints } = journey;
  const started = performance.now();
  await page.getByRole("button", { name: "Try sample tiles" }).click();
  const seconds = () => (performance.now() - started) / 1000;
  // The first tile comes before the others. Its cells are predicted while the others are made.
  const predicting = page.locator("li[data-state=running]", { hasText: "Predict" });
  await predicting.waitFor({ timeout: 120_000 });
  await predicting.waitFor({ state: "detached", timeout: 120_000 });
  const first = seconds();
  console.log(`first probabilities in ${first.toFixed(1)} s`);
  expect(first).toBeLessThan(30);
  // When training begins, the starter model has predicted all tiles. Exports name the model that predicted.
  await page.locator("li[data-state=running]", { hasText: "Train" }).waitFor({ timeout: 240_000 });
  console.log(`probabilities of all tiles in ${seconds().toFixed(0)} s`);
  const early = JSON.parse((await exportResult(page, "run.json")).toString()) as RunOfTiles;
  expect(early.tiles.map(({ predictedBy }) => predictedBy)).toEqual(
    early.tiles.map(() => "Starter model, trained on synthetic cells"),
  );
  await waitForPredictions(page);
  console.log(`sample journey in ${seconds().toFixed(0)} s`);
  const { rows } = readCells(await exportResult(page, "cells.csv"));
  expect(new Set(rows.map((row) => row["tile"])).size).toBe(8);
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.every((row) => row["top_class"] !== "")).toBe(true);
  const late = JSON.parse((await exportResult(page, "run.json")).toString()) as RunOfTiles;
  expect(new Set(late.tiles.map(({ predictedBy }) => predictedBy))).toEqual(new Set([late.model?.id]));
  expectNoComplaints(complaints);
});
