import { afterAll, beforeAll, expect, it } from "vitest";
import { createImagingPool } from "../../../../src/bridge/imaging-pool.ts";
import { spawnDatasetWorker } from "../../../../src/bridge/spawn.ts";
import { problemFrom } from "../../../../src/domain/errors.ts";
import { defaultCropOptions, tilePictureNumber } from "../../../../src/domain/tile/crop-options.ts";
import { defaultSegmentationOptions } from "../../../../src/domain/tile/segmentation-options.ts";
import { tileId } from "../../../../src/domain/tile/tile.ts";
import { cropTile } from "../../../../src/imaging/crop-tile.ts";
import { loadReadyTile } from "../../../../src/pipeline/tile/ready-tile.ts";
import { withTilePictures } from "../../../../src/pipeline/tile/tile-pictures.ts";
import { clearStorage } from "../../../../src/storage/clear-storage.ts";
import { openCropSource } from "../../../../src/storage/crop-store.ts";
import { readPixels } from "../../../../src/storage/pixel-store.ts";
import { loadCells } from "../../../../src/storage/tile-rows.ts";
import { never } from "../../../never.ts";
import { segmentRequest } from "../../../segment-request.ts";
import { makeJourneyFiles } from "../dataset-journey-files.ts";

/* Pictures of whole tiles are made from real storage. */

const size = 24;
const crop = { ...defaultCropOptions, size };
const name = tileId("sample-1");
const dataset = spawnDatasetWorker();

beforeAll(async () => {
  await clearStorage();
  const { filesOf } = await makeJourneyFiles();
  await dataset.api.restore();
  await dataset.api.saveOptions({ segmentation: defaultSegmentationOptions, crop, pixelSize: null });
  const { sources } = await dataset.api.addFiles(filesOf(name), never);
  const pool = createImagingPool({ size: 1 });
  const source = sources.get(name) ?? null;
  await pool.process(segmentRequest(name, { source, crop }), () => {}, never);
});

afterAll(async () => {
  dataset.terminate();
  await clearStorage();
});

it("returns a tile's picture among its cells' crops, in the requested order", async () => {
  const stored = openCropSource(size);
  const [first = 0, second = 0] = (await loadCells(name)).map(({ number }) => number);
  const bytes = size * size * 4;
  const read = await withTilePictures(stored).read(name, [second, tilePictureNumber, first]);
  const { folder } = await loadReadyTile(name);
  expect(read.slice(0, bytes)).toEqual(await stored.read(name, [second]));
  expect(read.slice(bytes, 2 * bytes)).toEqual(cropTile(await readPixels(folder, name), size));
  expect(read.slice(2 * bytes)).toEqual(await stored.read(name, [first]));
});

it("names the tile when it is not in the data set", async () => {
  const read = withTilePictures(openCropSource(size)).read("gone", [tilePictureNumber]);
  const problem = problemFrom(await read.catch((error: unknown) => error), "Training");
  expect(problem.subject).toBe("gone");
  expect(problem.message).toMatch(/not in the data set/);
});
