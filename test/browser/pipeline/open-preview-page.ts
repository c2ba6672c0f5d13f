import { createImagingPool } from "../../../src/bridge/imaging-pool.ts";
import { spawnDatasetWorker } from "../../../src/bridge/spawn.ts";
import { createTilePreviewer } from "../../../src/bridge/tile-previewer.ts";
import type { SegmentationOptions } from "../../../src/domain/tile/segmentation-options.ts";
import { channelNames, type TileId } from "../../../src/domain/tile/tile.ts";
import { addFiles } from "../../../src/state/actions/add-files.ts";
import { adjust, closeAdjustment } from "../../../src/state/actions/adjust-segmentation.ts";
import { noAdjustment, useAdjustment } from "../../../src/state/stores/adjustment-store.ts";
import { emptyDataset, useDataset } from "../../../src/state/stores/dataset-store.ts";
import { provideServices } from "../../../src/state/stores/services.ts";
import { tileViews } from "../../../src/state/stores/tile-views.ts";
import { idleWork, useWork } from "../../../src/state/stores/work-store.ts";
import { clearStorage } from "../../../src/storage/clear-storage.ts";
import { loadTile } from "../load-tile.ts";
import { fakeServices } from "../ui/fakes/fake-services.ts";

/** Opens the page's stores and actions without components, with real imaging workers and real storage. */
export function openPreviewPage() {
  const dataset = spawnDatasetWorker();
  useDataset.setState({ ...emptyDataset, loaded: "ready" }, true);
  useWork.setState(idleWork, true);
  useAdjustment.setState(noAdjustment, true);
  tileViews.clear();
  provideServices({
    dataset: dataset.api,
    imaging: createImagingPool({ size: 1 }),
    previewer: createTilePreviewer(),
    learning: fakeServices().learning,
    explorer: fakeServices().explorer,
  });
  async function close(): Promise<void> {
    closeAdjustment();
    dataset.terminate();
    await clearStorage();
  }
  return { dataset, close };
}

/** Adds and segments the reference tile of 2048 px. */
export async function addPreviewTile(): Promise<void> {
  await clearStorage();
  const { files } = await loadTile(2048);
  await addFiles(files.map((bytes, index) => new File([bytes], `reference_${channelNames[index]}.png`)));
}

/** Moves a slider and waits for its preview. Returns the time from the move to the maps on the page, in ms. */
export async function preview(change: Partial<SegmentationOptions>): Promise<number> {
  const before = useAdjustment.getState().result;
  const arrived = new Promise<number>((resolve, reject) => {
    const unsubscribe = useAdjustment.subscribe(({ result, problem }) => {
      if (problem !== null) reject(new Error(problem.message));
      if (result === null || result === before) return;
      unsubscribe();
      resolve(performance.now());
    });
  });
  const started = performance.now();
  adjust(change);
  return (await arrived) - started;
}

/** Resolves when the tile has reached this stage. */
export async function reachStage(tile: TileId, stage: string): Promise<void> {
  const there = () => useWork.getState().stages[tile] === stage;
  if (there()) return;
  await new Promise<void>((resolve) => {
    const unsubscribe = useWork.subscribe(() => {
      if (!there()) return;
      unsubscribe();
      resolve();
    });
  });
}
