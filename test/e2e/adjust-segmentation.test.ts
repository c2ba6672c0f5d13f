import type { Page } from "playwright";
import { afterEach, expect, it } from "vitest";
import { sampleTileFiles } from "./journey-files.ts";
import { type Journey, openPage } from "./open-page.ts";
import {
  chooseFiles,
  expectNoComplaints,
  exportResult,
  openTab,
  tileRow,
  waitForSegmentation,
} from "./page-actions.ts";

let journey: Journey | null = null;
afterEach(async () => {
  await journey?.close();
  journey = null;
});

interface Settings {
  readonly splitStrength: number;
  readonly borderCells: string;
}

/** Resolves when the next preview is on the page, that is when the sign of work in progress has gone. */
function previewArrived(page: Page): Promise<unknown> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const isSign = (node: Node) => node instanceof Element && node.classList.contains("mantine-Loader-root");
        const observer = new MutationObserver((changes) => {
          if (!changes.some(({ removedNodes }) => [...removedNodes].some(isSign))) return;
          observer.disconnect();
          resolve();
        });
        observer.observe(document.body, { childList: true, subtree: true });
      }),
  );
}

it("adjusts segmentation with a preview, for one tile and for all tiles, and the settings stay", async () => {
  journey = await openPage();
  const { page, complaints } = journey;
  await chooseFiles(page, await sampleTileFiles(3));
  await waitForSegmentation(page);
  await tileRow(page, "sample-1").getByRole("button").first().click();
  await page.getByRole("application").waitFor();
  await openTab(page, "Segmentation");
  await page.getByText("Move a slider to see at once what it does.").waitFor();

  // Leaving out the cells at the border changes the count in any picture. The preview shows the new count, and the
  // list does not show it yet.
  const badge = page.getByTestId("preview-count");
  const listed = (await tileRow(page, "sample-1").textContent()) ?? "";
  await page.getByText("Leave out", { exact: true }).click();
  await badge.waitFor();
  const [, before, now] = (await badge.textContent())?.match(/^Preview: (\d+) cells? \(now (\d+)\)$/) ?? [];
  expect(Number(before)).toBeLessThan(Number(now));
  expect(listed).toContain(`${now} cell`);
  expect(await tileRow(page, "sample-1").textContent()).toBe(listed);

  const slider = page.getByRole("slider", { name: "Split strength" });
  await slider.focus();
  const arrived = previewArrived(page);
  await page.keyboard.press("ArrowRight");
  await arrived;
  await page.getByRole("application").focus();
  await page.keyboard.press("b");
  expect(await page.getByRole("button", { name: "Before" }).getAttribute("aria-pressed")).toBe("true");
  await page.getByRole("button", { name: "After" }).click();
  const previewed = (await badge.textContent())?.match(/\d+/)?.[0] ?? "";

  await page.getByRole("button", { name: "Apply to this tile" }).click();
  await page.getByText("This tile has its own settings.").waitFor();
  await badge.waitFor({ state: "detached" });
  expect(await tileRow(page, "sample-1").textContent()).toContain(`${previewed} cell`);

  // Another tile still has the data set's settings, until they are changed for all tiles.
  await tileRow(page, "sample-2").getByRole("button").first().click();
  await page.getByText("This tile has its own settings.").waitFor({ state: "detached" });
  await page.getByRole("slider", { name: "Cell sensitivity" }).focus();
  await page.keyboard.press("ArrowRight");
  await badge.waitFor();
  await page.getByRole("button", { name: "Apply to all tiles" }).click();
  await page.getByRole("status").filter({ hasText: "All tiles are segmented." }).waitFor({ state: "attached" });
  await badge.waitFor({ state: "detached" });

  await page.reload();
  await page.getByRole("application").waitFor();
  await openTab(page, "Segmentation");
  await tileRow(page, "sample-1").getByRole("button").first().click();
  await page.getByText("This tile has its own settings.").waitFor();
  expect(await slider.getAttribute("aria-valuenow")).toBe("0.55");
  await tileRow(page, "sample-3").getByRole("button").first().click();
  await page.getByText("This tile has its own settings.").waitFor({ state: "detached" });
  expect(await page.getByRole("slider", { name: "Cell sensitivity" }).getAttribute("aria-valuenow")).toBe("0.55");

  const run = JSON.parse((await exportResult(page, "run.json")).toString("utf8"));
  expect(run).toMatchObject({ format: "cytotope-run-1", segmentation: { cellSensitivity: 0.55, borderCells: "keep" } });
  const owns = run.tiles.map(({ id, ownSegmentation }: { id: string; ownSegmentation: Settings | null }) => [
    id,
    ownSegmentation?.splitStrength ?? null,
  ]);
  expect(owns).toEqual([
    ["sample-1", 0.55],
    ["sample-2", null],
    ["sample-3", null],
  ]);
  expect(run.tiles[0].ownSegmentation.borderCells).toBe("drop");
  expect(run.tiles[1].segmentedWith.cellSensitivity).toBe(0.55);
  for (const tile of run.tiles) expect(tile.nucleusDiameter).toBeGreaterThan(10);
  expectNoComplaints(complaints);
});
