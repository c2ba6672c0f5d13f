import { afterEach, expect, it } from "vitest";
import { sampleTileFiles } from "./journey-files.ts";
import { type Journey, openPage } from "./open-page.ts";
import {
  chooseFiles,
  expectNoComplaints,
  exportResult,
  startTraining,
  waitForPredictions,
  waitForSegmentation,
} from "./page-actions.ts";
import { readSubmission } from "./read-results.ts";

let journey: Journey | null = null;
afterEach(async () => {
  await journey?.close();
  journey = null;
});

it("does the main job without WebGPU, and says which backend it uses instead", async () => {
  journey = await openPage({ webgpu: false });
  const { page, complaints } = journey;
  await page
    .getByTestId("backend-badge")
    .getByText(/WebGL|CPU/)
    .waitFor();
  expect(await page.getByTestId("backend-badge").getAttribute("aria-label")).toMatch(/WebGPU/);
  await chooseFiles(page, await sampleTileFiles(2));
  await waitForSegmentation(page);
  await startTraining(page, 1);
  await waitForPredictions(page);
  const { tiles } = readSubmission(await exportResult(page, "submission.csv"));
  expect(tiles).toHaveLength(2);
  expect(tiles.every(({ cells }) => cells.length > 0)).toBe(true);
  expectNoComplaints(complaints);
});
