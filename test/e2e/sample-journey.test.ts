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
  await page.getByRole("button", { name: "Try sample tiles" }).click();
  // The first tile comes before the others. Its cells have their probabilities while the others are made.
  await page.getByRole("application").focus();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("list", { name: "Probability of each class" }).waitFor();
  // When training begins, the starter model has predicted all tiles. Exports name the model that predicted.
  await page.locator("li[data-state=running]", { hasText: "Train" }).waitFor();
  const early = JSON.parse((await exportResult(page, "run.json")).toString()) as RunOfTiles;
  expect(early.tiles.map(({ predictedBy }) => predictedBy)).toEqual(
    early.tiles.map(() => "Starter model, trained on synthetic cells"),
  );
  await waitForPredictions(page);
  const { rows } = readCells(await exportResult(page, "cells.csv"));
  expect(new Set(rows.map((row) => row["tile"])).size).toBe(8);
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.every((row) => row["top_class"] !== "")).toBe(true);
  const late = JSON.parse((await exportResult(page, "run.json")).toString()) as RunOfTiles;
  expect(new Set(late.tiles.map(({ predictedBy }) => predictedBy))).toEqual(new Set([late.model?.id]));
  expectNoComplaints(complaints);
});
