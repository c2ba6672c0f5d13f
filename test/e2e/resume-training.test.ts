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

it("goes on with a training that a reload broke off", async () => {
  journey = await openPage();
  const { page, complaints } = journey;
  // Work in progress asks before the page is left; the user means it.
  page.on("dialog", (dialog) => void dialog.accept());
  await chooseFiles(page, await sampleTileFiles(3));
  await waitForSegmentation(page);
  await startTraining(page, 4);
  await page.getByText("Epoch 2 of 4").waitFor({ timeout: 300_000 });
  await page.reload();

  await openTab(page, "Training");
  await runSentence(page).waitFor();
  // The second epoch may have ended while the page was going.
  expect(await runSentence(page).textContent()).toMatch(/^Stopped after epoch [12] of 4/);
  await page.getByRole("button", { name: "Resume training" }).first().click();
  await page.getByText(/Epoch [234] of 4/).waitFor({ timeout: 120_000 });
  await waitForPredictions(page);
  await openTab(page, "Training");
  expect(await runSentence(page).textContent()).toContain("Finished after 4 epochs");
  expectNoComplaints(complaints);
});
