import { afterEach, expect, it } from "vitest";
import { type Journey, openPage } from "./open-page.ts";
import { expectNoComplaints, exportResult, waitForPredictions } from "./page-actions.ts";
import { readCells } from "./read-results.ts";

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
  await waitForPredictions(page);
  console.log(`sample journey in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  const { rows } = readCells(await exportResult(page, "cells.csv"));
  expect(new Set(rows.map((row) => row["tile"])).size).toBe(8);
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.every((row) => row["top_class"] !== "")).toBe(true);
  expectNoComplaints(complaints);
});
