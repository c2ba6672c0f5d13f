import { readFileSync } from "node:fs";
import { decode } from "fast-png";
import type { Page } from "playwright";
import { afterEach, expect, it } from "vitest";
import { encodeLabelPng } from "../../src/export/label-png.ts";
import { decodeLabels } from "../../src/ingest/decode/decode-labels.ts";
import { generateSampleTile, sampleDatasetOptions } from "../../src/sample/sample-dataset.ts";
import { never } from "../never.ts";
import { realFiles } from "../real-data.ts";
import { sampleTileFiles, writeFiles } from "./journey-files.ts";
import { type Journey, openPage } from "./open-page.ts";
import { chooseFiles, expectNoComplaints, exportResult, tileRow } from "./page-actions.ts";
import { readCells } from "./read-results.ts";
import { unzip } from "./unzip.ts";

let journey: Journey | null = null;
afterEach(async () => {
  await journey?.close();
  journey = null;
});

/**
 * Two tiles with one mask each: the smaller real ones, or generated ones with their true
 * cells where these are absent.
 */
async function tilesWithMasks(): Promise<{ images: string[]; masks: string[] }> {
  const real = realFiles("tiles", ".png")?.filter((path) => !/a7faf0b4[^/]*$/.test(path));
  if (real !== undefined) {
    const isMask = (path: string) => path.endsWith("_cellmask.png");
    return { images: real.filter((path) => !isMask(path)), masks: real.filter(isMask) };
  }
  const options = { ...sampleDatasetOptions, tiles: 2, width: 512, height: 512 };
  const masks = await Promise.all(
    [0, 1].map(async (index) => {
      const { name, cells } = generateSampleTile(options, index);
      return { name: `${name}_cellmask.png`, bytes: await encodeLabelPng(cells, never) };
    }),
  );
  return { images: await sampleTileFiles(2), masks: writeFiles(masks) };
}

/** Reads the rows of the table of agreement: IoU, F1, found, extra, missed. */
async function agreement(page: Page): Promise<number[][]> {
  const table = page.getByRole("table", { name: "Agreement of this tile's cells with its mask" });
  await table.waitFor();
  const rows = await table.locator("tbody tr").all();
  return Promise.all(
    rows.map(async (row) =>
      (await row.locator("th, td").allTextContents()).map((text) => Number(text.replace(",", ""))),
    ),
  );
}

function occurring(labels: Uint16Array): number[] {
  const seen = new Uint8Array(65_536);
  for (const label of labels) seen[label] = 1;
  return [...seen.keys()].filter((label) => label > 0 && seen[label] === 1);
}

it("compares cells with dropped masks, takes the masks as the cells, and exports them in every format", async () => {
  const { images, masks } = await tilesWithMasks();
  const names = masks.map((path) => path.match(/([^/\\]+)_cellmask\.png$/)?.[1] ?? "").sort();
  const truths = new Map(
    await Promise.all(
      masks.map(async (path): Promise<[string, number[]]> => {
        const map = await decodeLabels(new Uint8Array(readFileSync(path)), path);
        return [path.match(/([^/\\]+)_cellmask\.png$/)?.[1] ?? "", occurring(map.labels)];
      }),
    ),
  );
  journey = await openPage();
  const { page, complaints } = journey;

  // A mask that comes first waits for its tile.
  const [firstMask = "", ...otherMasks] = masks;
  await chooseFiles(page, [firstMask]);
  await page.getByRole("tab", { name: "Problems, 1" }).waitFor();
  await chooseFiles(page, [...images, ...otherMasks]);
  await page.getByText(`F1 of all ${names.length} tiles compared`).waitFor();
  await page.getByRole("tab", { name: "Problems", exact: true }).waitFor();

  for (const name of names) {
    await tileRow(page, name).getByRole("button").first().click();
    await page.getByText(`${name}_cellmask.png`).waitFor();
    const figures = await agreement(page);
    console.log(`${name}: F1 ${figures.map(([iou, f1]) => `${f1} at ${iou}`).join(", ")}`);
    expect(figures.map(([iou]) => iou)).toEqual([0.5, 0.6, 0.75]);
    for (const [, f1 = 0, found = 0, extra = 0, missed = 0] of figures) {
      expect(found + missed).toBe(truths.get(name)?.length);
      expect(f1).toBeCloseTo((2 * found) / (2 * found + extra + missed), 3);
    }
    expect(figures[1]?.[1]).toBeGreaterThan(0.6);
  }

  // The figures are stored.
  await page.reload();
  await page.getByText(`F1 of all ${names.length} tiles compared`).waitFor();

  await page.getByRole("button", { name: `Use all ${names.length}` }).click();
  await page.getByText("The cells are those of the mask.").waitFor();
  for (const name of names) {
    const count = truths.get(name)?.length ?? 0;
    await tileRow(page, name).getByText(`${count} cells`, { exact: true }).waitFor();
  }

  const png = unzip(await exportResult(page, "Label maps (PNG)"));
  const tiff = unzip(await exportResult(page, "Label maps (TIFF)"));
  const previews = unzip(await exportResult(page, "Previews (PNG)"));
  const coco = JSON.parse((await exportResult(page, "COCO annotations")).toString("utf8"));
  const { rows } = readCells(await exportResult(page, "cells.csv"));

  expect([...tiff.keys()].sort()).toEqual(names.flatMap((name) => [`${name}_cells.tif`, `${name}_nuclei.tif`]));
  expect([...previews.keys()].sort()).toEqual(names.map((name) => `${name}_preview.png`));
  for (const name of names) {
    const numbers = truths.get(name) ?? [];
    for (const kind of ["cells", "nuclei"]) {
      const one = await decodeLabels(new Uint8Array(png.get(`${name}_${kind}.png`) ?? []), kind);
      const two = await decodeLabels(new Uint8Array(tiff.get(`${name}_${kind}.tif`) ?? []), kind);
      expect([two.width, two.height, two.count]).toEqual([one.width, one.height, one.count]);
      // The labels are compared as bytes, because there are millions of them.
      expect(Buffer.from(two.labels.buffer).equals(Buffer.from(one.labels.buffer))).toBe(true);
      if (kind === "cells") expect(occurring(one.labels)).toEqual(numbers);
    }
    const preview = decode(previews.get(`${name}_preview.png`) ?? new Uint8Array());
    expect([preview.channels, preview.depth, preview.width <= 1600]).toEqual([3, 8, true]);

    const image = coco.images.find(({ file_name }: { file_name: string }) => file_name === `${name}_green.png`);
    const annotations: { image_id: number; cell: number; area: number; bbox: number[] }[] = coco.annotations;
    const own = annotations.filter(({ image_id }) => image_id === image.id);
    const cells = rows.filter((row) => row["tile"] === name);
    expect(own.map(({ cell }) => cell)).toEqual(numbers);
    expect(cells.map((row) => Number(row["cell"]))).toEqual(numbers);
    expect(own.map(({ area }) => area)).toEqual(cells.map((row) => Number(row["Cells_AreaShape_Area"])));
    for (const row of cells) {
      const [solidity, ratio] = [Number(row["Cells_AreaShape_Solidity"]), Number(row["Math_NucleusCellRatio"])];
      expect(solidity > 0.2 && solidity <= 1 && ratio >= 0 && ratio <= 1).toBe(true);
      expect(Number(row["Cells_Intensity_MeanIntensity_green"])).toBeCloseTo(Number(row["mean_green"]), 3);
      expect(row["Cells_AreaShape_Area_um2"]).toBe("");
    }
  }
  expect(new Set(coco.annotations.map(({ id }: { id: number }) => id)).size).toBe(coco.annotations.length);

  // When the tile is segmented again, the comparison is shown again.
  await page.getByText("Compare with it").click();
  expect((await agreement(page)).length).toBe(3);
  expectNoComplaints(complaints);
});
