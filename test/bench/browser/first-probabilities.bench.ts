import { afterAll, beforeAll, expect, it } from "vitest";
import { createExplorer } from "../../../src/bridge/explorer.ts";
import { createImagingPool } from "../../../src/bridge/imaging-pool.ts";
import { spawnDatasetWorker, spawnLearningWorker } from "../../../src/bridge/spawn.ts";
import { createTilePreviewer } from "../../../src/bridge/tile-previewer.ts";
import { tileId } from "../../../src/domain/tile/tile.ts";
import { restoreDataset } from "../../../src/state/actions/restore-page.ts";
import { endAutomatic, trySampleTiles } from "../../../src/state/actions/sample-journey.ts";
import { emptyDataset, useDataset } from "../../../src/state/stores/dataset-store.ts";
import { useLearning } from "../../../src/state/stores/learning-store.ts";
import { provideServices } from "../../../src/state/stores/services.ts";
import { clearStorage } from "../../../src/storage/clear-storage.ts";
import { timeReferenceWork } from "../reference-work.ts";
import { median, tellRatio } from "../tell-ratio.ts";

/** The actions of the page with all its real workers, without its components. */

const dataset = spawnDatasetWorker();
const learning = spawnLearningWorker();

beforeAll(async () => {
  await clearStorage();
  useDataset.setState(emptyDataset, true);
  provideServices({
    dataset: dataset.api,
    imaging: createImagingPool(),
    previewer: createTilePreviewer(),
    learning: learning.api,
    explorer: createExplorer(),
  });
  await restoreDataset();
});
afterAll(async () => {
  learning.terminate();
  dataset.terminate();
  await clearStorage();
});

it("gives the first sample tile probabilities soon after one click", async () => {
  const references = [1, 2, 3, 4, 5].map(timeReferenceWork);
  const started = performance.now();
  const journey = trySampleTiles();
  await expect.poll(() => useLearning.getState().predictedBy).not.toBeNull();
  const took = performance.now() - started;
  endAutomatic();
  await journey;
  expect(await dataset.api.loadPredictions(tileId("sample-1"))).not.toBeNull();
  expect(tellRatio("first probabilities after one click", took, median(references), 30_000)).toBeLessThan(300);
});
