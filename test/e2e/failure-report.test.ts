import { readFileSync } from "node:fs";
import type { Page } from "playwright";
import { afterEach, expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { sampleTileFiles } from "./journey-files.ts";
import { type Journey, openPage } from "./open-page.ts";
import { chooseFiles, openTab, waitForSegmentation } from "./page-actions.ts";

let journey: Journey | null = null;
afterEach(async () => {
  await journey?.close();
  journey = null;
});

/** Saves the report from where help is; returns its text. */
async function downloadReport(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Keyboard and mouse" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("dialog").getByRole("button", { name: "Download report" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^cytotope-report-.*\.txt$/);
  await page.keyboard.press("Escape");
  return readFileSync(await download.path(), "utf8");
}

it("reports what the page did not expect, also after a reload, and sends nothing", async () => {
  journey = await openPage();
  const { page, complaints } = journey;
  await page.getByRole("button", { name: "Try sample tiles" }).waitFor();
  expect(await downloadReport(page)).toContain("No unexpected failure is in the log.");
  await page.evaluate(() => {
    setTimeout(() => {
      throw new TypeError("thrown for the test");
    });
    void Promise.reject(new RangeError("rejected for the test", { cause: new Error("the cause of it") }));
  });
  await expect.poll(() => downloadReport(page), { timeout: 30_000 }).toContain("2 unexpected failures");
  await page.reload();
  await page.getByRole("button", { name: "Try sample tiles" }).waitFor();
  const report = await downloadReport(page);
  for (const words of [
    "TypeError: thrown for the test",
    "RangeError: rejected for the test",
    "Caused by Error: the cause of it",
    `Cytotope ${packageJson.version}, commit `,
    await page.evaluate(() => navigator.userAgent),
  ]) {
    expect(report).toContain(words);
  }
  expect(complaints.filter((complaint) => complaint.startsWith("request"))).toEqual([]);
});

it("gives the details of a tile whose files are gone, as its worker met them", async () => {
  journey = await openPage();
  const { page, context } = journey;
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await chooseFiles(page, await sampleTileFiles(1));
  await waitForSegmentation(page);
  await page.evaluate(async () => (await navigator.storage.getDirectory()).removeEntry("tiles", { recursive: true }));
  await page.reload();
  const viewer = page.getByRole("main", { name: "Viewer" });
  await viewer.getByRole("button", { name: "Copy details" }).click();
  await viewer.getByRole("button", { name: "Copied" }).waitFor();
  const details = await page.evaluate(() => navigator.clipboard.readText());
  expect(details).toMatch(/^StorageBroken: .*sample-1/);
  expect(details).toContain("in the dataset worker");
  expect(details).toMatch(/Last steps in the dataset worker:\n.*restore/);
  await openTab(page, "Problems");
  await page.getByRole("button", { name: "Download report" }).waitFor();
});
