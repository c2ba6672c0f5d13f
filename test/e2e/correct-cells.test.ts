import { decode } from "fast-png";
import type { Page } from "playwright";
import { afterEach, expect, it } from "vitest";
import { sampleTileFiles } from "./journey-files.ts";
import { type Journey, openPage } from "./open-page.ts";
import { chooseFiles, expectNoComplaints, exportResult, waitForSegmentation } from "./page-actions.ts";
import { readCells } from "./read-results.ts";
import { unzip } from "./unzip.ts";

let journey: Journey | null = null;
afterEach(async () => {
  await journey?.close();
  journey = null;
});

type Point = readonly [x: number, y: number];

const side = 512;

/** The labels of the tile's cells, as the page exports them: `[side, side]`, row-major. */
async function exportMap(page: Page): Promise<ArrayLike<number>> {
  const maps = unzip(await exportResult(page, "Label maps (PNG)"));
  return decode(maps.get("sample-1_cells.png") ?? new Uint8Array()).data;
}

async function exportCells(page: Page) {
  const { rows } = readCells(await exportResult(page, "cells.csv"));
  return new Map(rows.map((row) => [Number(row["cell"]), { corrected: row["corrected"], area: Number(row["area"]) }]));
}

/** Finds two cells that touch each other side by side, away from the tile's left and right border. */
function findSeam(map: ArrayLike<number>) {
  for (let at = side; at < map.length - side; at++) {
    const [a = 0, b = 0] = [map[at - 1], map[at]];
    if (at % side > 60 && at % side < side - 60 && a !== 0 && b !== 0 && a !== b) return { a, b };
  }
  throw new Error("no two cells touch");
}

/** Finds a point deep inside a cell, or in the background (number 0), where no toolbar covers it. */
function deepest(map: ArrayLike<number>, number: number): Point {
  let best: Point = [0, 0];
  let depth = -1;
  const inside = (x: number, y: number) => x >= 0 && y >= 0 && x < side && y < side && map[y * side + x] === number;
  for (let y = 82; y < side - 40; y += 4) {
    for (let x = 82; x < side - 80; x += 4) {
      let reach = 0;
      while (
        [-1, 0, 1].every((dx) => [-1, 0, 1].every((dy) => inside(x + dx * reach, y + dy * reach))) &&
        reach < side
      ) {
        reach += 2;
      }
      if (reach > depth) {
        depth = reach;
        best = [x + 0.5, y + 0.5];
      }
    }
  }
  return best;
}

/** The point of the page at which a position of the tile is drawn. */
async function onPage(page: Page, [x, y]: Point): Promise<Point> {
  const zoom = Number(await page.getByTestId("scale-bar").getAttribute("data-zoom"));
  const box = await page.getByRole("application").boundingBox();
  if (box === null) throw new Error("no viewer");
  const scale = 2 ** zoom;
  return [box.x + box.width / 2 + (x - side / 2) * scale, box.y + box.height / 2 + (y - side / 2) * scale];
}

async function click(page: Page, at: Point, modifiers: "Shift"[] = []): Promise<void> {
  for (const key of modifiers) await page.keyboard.down(key);
  await page.mouse.click(...(await onPage(page, at)));
  for (const key of modifiers) await page.keyboard.up(key);
}

async function drag(page: Page, points: readonly Point[]): Promise<void> {
  const [first = [0, 0], ...rest] = await Promise.all(points.map((point) => onPage(page, point)));
  await page.mouse.move(...first);
  await page.mouse.down();
  for (const point of rest) await page.mouse.move(...point, { steps: 5 });
  await page.mouse.up();
}

async function waitForCells(page: Page, cells: number): Promise<void> {
  await page.getByRole("application", { name: new RegExp(`, ${cells} cells`) }).waitFor();
}

async function openTile(page: Page): Promise<void> {
  await page.getByTestId("scale-bar").waitFor();
  await page.getByRole("toolbar", { name: "Correct cells" }).waitFor();
}

it("corrects cells by hand, and undoes and redoes corrections, also after a reload", async () => {
  const files = (await sampleTileFiles(1)).filter((path) => /sample-1_|train/.test(path));
  journey = await openPage();
  const { page, complaints } = journey;
  await chooseFiles(page, files);
  await waitForSegmentation(page);
  await openTile(page);
  const start = await exportMap(page);
  const before = await exportCells(page);
  expect([...before.values()].every(({ corrected }) => corrected === "false")).toBe(true);
  const all = before.size;

  // Merge two cells: click, click with Shift, press m. The lower number stays.
  const { a, b } = findSeam(start);
  const [kept, gone] = [Math.min(a, b), Math.max(a, b)];
  await click(page, deepest(start, a));
  await click(page, deepest(start, b), ["Shift"]);
  await page.getByText("2 cells selected").waitFor();
  await page.keyboard.press("m");
  await waitForCells(page, all - 1);
  await page.getByText(/in this tile, corrected by hand/).waitFor();
  const merged = await exportCells(page);
  expect(merged.get(kept)).toEqual({
    corrected: "true",
    area: (before.get(a)?.area ?? 0) + (before.get(b)?.area ?? 0),
  });
  expect(merged.has(gone)).toBe(false);

  // Split the merged cell again, along a vertical line through its middle.
  const whole = await exportMap(page);
  const columns = Array.from(whole, (label, at) => (label === kept ? at % side : -1)).filter((x) => x >= 0);
  const rows = Array.from(whole, (label, at) => (label === kept ? Math.floor(at / side) : -1)).filter((y) => y >= 0);
  const middle = columns.reduce((sum, x) => sum + x, 0) / columns.length;
  const [top, bottom] = [rows.reduce((low, y) => Math.min(low, y)), rows.reduce((high, y) => Math.max(high, y))];
  await page.getByRole("button", { name: "Split a cell" }).click();
  await drag(page, [
    [middle, top - 4],
    [middle, bottom + 5],
  ]);
  await page.keyboard.press("Escape");
  await expect.poll(async () => (await exportCells(page)).size).toBeGreaterThanOrEqual(all);
  const split = await exportCells(page);
  const parts = split.size;
  const cut = [...split].filter(([number]) => number === kept || !before.has(number));
  expect(cut.length).toBe(parts - all + 2);
  expect(cut.reduce((sum, [, { area }]) => sum + area, 0)).toBe(merged.get(kept)?.area);

  // Draw a cell where there is none.
  const [x, y] = deepest(start, 0);
  await page.keyboard.press("d");
  await drag(page, [
    [x - 8, y - 8],
    [x + 8, y - 8],
    [x + 8, y + 8],
    [x - 8, y + 8],
  ]);
  await waitForCells(page, parts + 1);
  const drawn = [...(await exportCells(page))].filter(([number]) => !split.has(number));
  expect(drawn).toHaveLength(1);
  expect(drawn[0]?.[1].corrected).toBe("true");
  expect(drawn[0]?.[1].area).toBeGreaterThan(200);
  expect(drawn[0]?.[1].area).toBeLessThan(320);

  // Delete the new cell, which is selected.
  await page.keyboard.press("v");
  await page.keyboard.press("Delete");
  await waitForCells(page, parts);
  const last = await exportMap(page);
  expect(await exportCells(page)).toEqual(split);

  // Undo and redo, then undo everything after a reload.
  await page.keyboard.press("Control+z");
  await waitForCells(page, parts + 1);
  await page.keyboard.press("Control+Shift+z");
  await waitForCells(page, parts);
  await page.reload();
  await openTile(page);
  await waitForCells(page, parts);
  expect(await exportMap(page)).toEqual(last);
  await page.keyboard.press("Control+z");
  await waitForCells(page, parts + 1);
  await page.getByRole("button", { name: "Undo the last correction" }).click();
  await waitForCells(page, parts);
  for (const left of [all - 1, all]) {
    await page.keyboard.press("Control+z");
    await waitForCells(page, left);
  }
  expect(await exportMap(page)).toEqual(start);
  expect(await exportCells(page)).toEqual(before);
  await page.keyboard.press("Control+z");
  await page.getByTestId("correction-hint").getByText("There is nothing to undo.").waitFor();
  expectNoComplaints(complaints);
});
