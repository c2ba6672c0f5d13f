import { afterAll, beforeAll, expect, it } from "vitest";
import { hpaClasses } from "../../src/domain/localisation/localisation.ts";
import { defaultCropOptions } from "../../src/domain/tile/crop-options.ts";
import { defaultTrainingOptions } from "../../src/domain/training/training-options.ts";
import { openBackend } from "../../src/learning/backend/backend.ts";
import { makeSampleFiles } from "../../src/pipeline/dataset/make-sample-files.ts";
import { takeInFiles } from "../../src/pipeline/dataset/take-in-files.ts";
import { importTile } from "../../src/pipeline/tile/import-tile.ts";
import { trainOnDataset } from "../../src/pipeline/training/train-on-dataset.ts";
import { sampleDatasetOptions } from "../../src/sample/sample-dataset.ts";
import { clearStorage } from "../../src/storage/clear-storage.ts";
import { never } from "../never.ts";
import { segmentRequest } from "../segment-request.ts";

/*
 * Measures how far a reader walks through the code when following one tile and one training batch. Every function of
 * `src` records its file when it is entered for the first time. A stay is a series of such entries in one file. The
 * fewer stays there are for the same number of files, the less often a reader returns to a file that was closed
 * already.
 *
 *   npm run walk
 */

declare global {
  var recordEntry: ((file: string, index: number) => void) | undefined;
}

/** Runs `work` and returns one file per function, in the order in which the functions were entered first. */
async function walk(work: () => Promise<unknown>): Promise<string[]> {
  const met = new Set<string>();
  const files: string[] = [];
  globalThis.recordEntry = (file, index) => {
    const key = `${file} ${index}`;
    if (met.has(key)) return;
    met.add(key);
    files.push(file);
  };
  await work();
  globalThis.recordEntry = undefined;
  return files;
}

function describeWalk(name: string, files: readonly string[]): string {
  const stays = files.filter((file, index) => file !== files[index - 1]);
  const counts = new Map<string, number>();
  for (const file of stays) counts.set(file, (counts.get(file) ?? 0) + 1);
  const rooms = new Set(stays.map((file) => file.slice(0, file.lastIndexOf("/"))));
  const again = [...counts].filter(([, count]) => count > 2).sort((a, b) => b[1] - a[1]);
  return [
    `${name}: ${stays.length} stays in ${counts.size} files of ${rooms.size} rooms`,
    ...again.map(([file, count]) => `  ${count} times ${file}`),
  ].join("\n");
}

const quiet = () => {};

beforeAll(clearStorage);
afterAll(clearStorage);

it("follows one tile from its files to its stored crops, and one batch of a training", async () => {
  const files = await makeSampleFiles(quiet, {
    ...sampleDatasetOptions,
    tiles: 1,
    width: 384,
    height: 320,
    nucleusDiameter: 50,
  });
  const dropped = files.map((file) => ({ name: file.name, file }));
  const crop = { ...defaultCropOptions, size: 64 };
  let cells = 0;
  const tile = await walk(async () => {
    const { sources } = await takeInFiles(dropped, new Map(), never);
    for (const [tileId, source] of sources) {
      const request = segmentRequest(tileId, { source, crop });
      cells += (await importTile(request, quiet)).cellCount;
    }
  });
  expect(cells).toBeGreaterThan(0);
  console.log(describeWalk("one tile", tile));

  const backend = await openBackend("cpu");
  const options = {
    ...defaultTrainingOptions,
    backbone: "tiny",
    epochs: 1,
    batchSize: 64,
    microBatchSize: 64,
    validationShare: 0,
  } as const;
  const controls = { onRun: quiet, onStep: quiet, onEpoch: quiet, signal: never };
  let status = "";
  const batch = await walk(async () => {
    ({ status } = await trainOnDataset({ options, classes: hpaClasses, resume: null, backend }, controls));
  });
  expect(status).toBe("finished");
  console.log(describeWalk("one training batch", batch));
  await backend.close();
});
