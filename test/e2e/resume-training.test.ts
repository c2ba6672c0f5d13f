import { afterEach, expect, it } from "vitest";
import { sampleTileFiles } from "./journey-files.ts";
import { type Journey, openPage } from "./open-page.ts";
import {
  chooseFiles,
  expectNoComplaints,
  openTab,
  runSentence,
  startTraining,
  waitForPredictions,
  waitForSegmentation,
} from "./page-actions.ts";

let journey: Journey | null = null;
afterEach(async () => {
  await journey?.close();
  journey = null;
});

it("resumes a training that a reload interrupted", async () => {
  journey = await openPage();
  const { page, complaints } = journey;
  // The browser asks before it leaves a page with work in progress. The test says yes.
  page.on("dialog", (dialog) => void dialog.accept());
  await chooseFiles(page, await sampleTileFiles(3));
  await waitForSegmentation(page);
  await startTraining(page, 4);
  await page.getByText("Epoch 2 of 4").waitFor();
  await page.reload();

  await openTab(page, "Training");
  await runSentence(page).waitFor();
  // The second epoch, or even the third, may have finished while the page was closing.
  expect(await runSentence(page).textContent()).toMatch(/^Stopped after epoch [123] of 4/);
  await page.getByRole("button", { name: "Resume training" }).first().click();
  await page.getByText(/Epoch [234] of 4/).waitFor();
  await waitForPredictions(page);
  await openTab(page, "Training");
  expect(await runSentence(page).textContent()).toContain("Finished after 4 epochs");
  expectNoComplaints(complaints);
});
