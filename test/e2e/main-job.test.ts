import { decode } from "fast-png";
import { afterEach, expect, it } from "vitest";
import { hpaClasses } from "../../src/domain/localisation/localisation.ts";
import { realTileFiles, sampleTileFiles } from "./journey-files.ts";
import { type Journey, openPage } from "./open-page.ts";
import {
  chooseFiles,
  expectNoComplaints,
  exportResult,
  openTab,
  runSentence,
  startTraining,
  tileRow,
  waitForPredictions,
  waitForSegmentation,
} from "./page-actions.ts";
import { readCells, readSubmission } from "./read-results.ts";
import { unzip } from "./unzip.ts";

let journey: Journey | null = null;
afterEach(async () => {
  await journey?.close();
  journey = null;
});

it("segments dropped tiles, trains two epochs, predicts, and exports both tables", async () => {
  const paths = realTileFiles() ?? (await sampleTileFiles(3));
  const names = paths.flatMap((path) => path.match(/([^/\\]+)_green\.png$/)?.[1] ?? []).sort();
  journey = await openPage();
  const { page, complaints } = journey;
  await chooseFiles(page, paths);
  await waitForSegmentation(page);
  await startTraining(page, 2);
  await waitForPredictions(page);
  expect(await runSentence(page).textContent()).toContain("Finished after 2 epochs");

  const classes = hpaClasses.names.length;
  const { fields, rows } = readCells(await exportResult(page, "cells.csv"));
  expect(fields.slice(0, 2)).toEqual(["tile", "cell"]);
  expect(fields.filter((field) => field.startsWith("p("))).toHaveLength(classes);
  expect([...new Set(rows.map((row) => row["tile"]))].sort()).toEqual(names);
  for (const row of rows) {
    expect(hpaClasses.names).toContain(row["top_class"]);
    expect(row["tile_labels"]).not.toBe("");
    const probabilities = hpaClasses.names.map((name) => Number(row[`p(${name})`]));
    expect(probabilities.every((p) => p >= 0 && p <= 1)).toBe(true);
    expect(Math.max(...probabilities)).toBe(Number(row[`p(${row["top_class"]})`]));
  }

  const { header, tiles } = readSubmission(await exportResult(page, "submission.csv"));
  expect(header).toEqual(["ID", "ImageWidth", "ImageHeight", "PredictionString"]);
  expect(tiles.map(({ id }) => id).sort()).toEqual(names);
  for (const tile of tiles) {
    const cells = rows.filter((row) => row["tile"] === tile.id);
    expect(cells.length).toBeGreaterThan(3);
    expect(tile.cells).toHaveLength(cells.length * classes);
    // Each triple holds one class, the mask is repeated for each class, and the cells are those of the other table.
    const areas = cells.flatMap((row) => Array.from({ length: classes }, () => Number(row["area"])));
    expect(tile.cells.map(({ area }) => area)).toEqual(areas);
    expect(tile.cells.map(({ classIndex }) => classIndex)).toEqual(areas.map((_, index) => index % classes));
    expect(new Set(tile.cells.map(({ confidence }) => confidence)).size).toBeGreaterThan(cells.length);
  }

  const maps = unzip(await exportResult(page, "Label maps (PNG)"));
  expect([...maps.keys()].sort()).toEqual(names.flatMap((name) => [`${name}_cells.png`, `${name}_nuclei.png`]));
  for (const tile of tiles) {
    const map = decode(maps.get(`${tile.id}_cells.png`) ?? new Uint8Array());
    expect([map.width, map.height, map.depth, map.channels]).toEqual([tile.width, tile.height, 16, 1]);
    expect(new Set(map.data).size - 1).toBe(rows.filter((row) => row["tile"] === tile.id).length);
  }

  // After a reload the page is as it was.
  await page.reload();
  await page.getByRole("button", { name: "Save results" }).waitFor();
  await openTab(page, "Training");
  expect(await runSentence(page).textContent()).toContain("Finished after 2 epochs");
  await openTab(page, "Cell");
  await tileRow(page, names[0] ?? "")
    .getByRole("button")
    .first()
    .click();
  await page.getByRole("application").waitFor();
  await page.keyboard.press("ArrowRight");
  await page.getByRole("list", { name: "Probability of each class" }).waitFor();
  expectNoComplaints(complaints);
});
