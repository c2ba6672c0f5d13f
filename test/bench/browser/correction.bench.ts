import { afterAll, beforeAll, expect, it } from "vitest";
import { createImagingPool } from "../../../src/bridge/imaging-pool.ts";
import { spawnDatasetWorker } from "../../../src/bridge/spawn.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import { makeSampleFiles } from "../../../src/pipeline/dataset/make-sample-files.ts";
import { sampleDatasetOptions } from "../../../src/sample/sample-dataset.ts";
import { clearStorage } from "../../../src/storage/clear-storage.ts";
import { correctionSteps } from "../../browser/pipeline/tile/correction-steps.ts";
import { never } from "../../never.ts";
import { segmentRequest } from "../../segment-request.ts";
import { timeReferenceWork } from "../reference-work.ts";
import { median, tellRatio } from "../tell-ratio.ts";

const side = 2048;
const id = tileId("sample-1");
const dataset = spawnDatasetWorker();
const pool = createImagingPool({ size: 1 });

beforeAll(async () => {
  await clearStorage();
  const files = await makeSampleFiles(() => {}, { ...sampleDatasetOptions, tiles: 1, width: side, height: side });
  const { sources } = await dataset.api.addFiles(files, never);
  await pool.process(segmentRequest(id, { source: sources.get(id) ?? null }), () => {}, never);
});
afterAll(async () => {
  dataset.terminate();
  await clearStorage();
});

it("makes and stores a correction of a 2048 px tile", async () => {
  const { cells, cellMap } = await dataset.api.loadView(id);
  const { steps } = correctionSteps(cells, cellMap.labels, side);
  const times: number[] = [];
  const references: number[] = [];
  for (const step of steps) {
    references.push(timeReferenceWork());
    const started = performance.now();
    const made = await dataset.api.correctCells(id, step);
    times.push(performance.now() - started);
    expect(made).not.toHaveProperty("refused");
  }
  const told = steps.map(({ kind }, index) => `${kind} ${times[index]?.toFixed(0)}`);
  console.log(`${side} px tile, ${cells.length} cells, ms a step: ${told.join(", ")}`);
  // The median, because the first correction also reads the tile.
  expect(tellRatio("a correction, stored", median(times), median(references), 300)).toBeLessThan(8);
});
