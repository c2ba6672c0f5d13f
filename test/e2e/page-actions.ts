import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright";
import { expect } from "vitest";

/* The actions of the journeys on the page. They find its controls by their texts. */

/** Gives files to the page, as its file picker does. */
export async function chooseFiles(page: Page, paths: readonly string[]): Promise<void> {
  await page.getByTestId("file-input").setInputFiles([...paths]);
}

export function tileRow(page: Page, id: string): Locator {
  return page.getByTestId(`tile-${id}`);
}

/** Waits until the page says that every tile is segmented and training is the next step. */
export async function waitForSegmentation(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Train a classifier" }).waitFor();
}

/** Opens a tab of the panel on the right. */
export async function openTab(page: Page, name: "Cell" | "Segmentation" | "Training" | "Problems"): Promise<void> {
  await page.getByRole("tab", { name: new RegExp(`^${name}`) }).click();
}

/** Starts a run of the tiny network with small batches and this number of epochs. */
export async function startTraining(page: Page, epochs: number): Promise<void> {
  await openTab(page, "Training");
  const options = page.getByRole("button", { name: "Options", exact: true });
  if ((await options.count()) > 0 && (await options.getAttribute("aria-expanded")) === "false") await options.click();
  await page.getByRole("combobox", { name: "Network" }).click();
  await page.getByRole("option", { name: /^Tiny residual network/ }).click();
  await page.getByRole("combobox", { name: "Batch size" }).click();
  await page.getByRole("option", { name: "16", exact: true }).click();
  await page.getByLabel("Epochs").fill(String(epochs));
  await page.getByRole("button", { name: "Start training" }).click();
}

/** The sentence that says how the last run ended. */
export function runSentence(page: Page): Locator {
  return page.getByText(/^(Finished|Stopped|Interrupted|Failed) (after|before)/);
}

/** Waits until training is finished and every cell is predicted. Without a GPU this takes minutes on a busy machine. */
export async function waitForPredictions(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save results" }).waitFor({ timeout: 0 });
}

/** Downloads one of the results and returns its bytes. */
export async function exportResult(page: Page, name: string): Promise<Buffer> {
  await page.getByRole("button", { name: "Export", exact: true }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name, exact: true }).click(),
  ]);
  return readFileSync(await download.path());
}

/** Expects that the page logged no error or warning and sent no request to another server. */
export function expectNoComplaints(complaints: readonly string[]): void {
  expect(complaints).toEqual([]);
}
