import { hasTag } from "../domain/errors.ts";
import type { TileId, TileSource } from "../domain/tile.ts";
import type { TileRecord } from "../domain/tile-record.ts";
import { batchEnqueued } from "./batch.ts";
import { useDataset } from "./dataset-store.ts";
import { reportProblem } from "./report-problem.ts";
import { services } from "./services.ts";
import { takeNews, tellEnd, tellStage } from "./tile-news.ts";
import { useWork } from "./work-store.ts";

/** Where to read tiles that came in on this page. Handles only; a tile's entry goes once its pixels are in storage. */
const sources = new Map<TileId, TileSource>();

export function rememberSources(more: ReadonlyMap<TileId, TileSource>): void {
  for (const [tileId, source] of more) sources.set(tileId, source);
}

export function forgetSource(tileId: TileId): void {
  sources.delete(tileId);
}

async function processTile(tileId: TileId): Promise<void> {
  const record = useDataset.getState().tiles[tileId];
  if (record === undefined) return;
  const { segmentation, crop } = useDataset.getState();
  const request = {
    tileId,
    source: sources.get(tileId) ?? null,
    without: record.missingChannels,
    segmentation,
    crop,
  };
  let done: TileRecord | null = null;
  try {
    done = await services().imaging.process(request, (stage) => tellStage(tileId, stage));
    if (done.status === "ready") sources.delete(tileId);
  } catch (error) {
    if (!hasTag(error, "Cancelled")) reportProblem(error, tileId);
  }
  await tellEnd(tileId, done);
}

/** Puts tiles into the imaging pool; those that are in it already stay where they are. Resolves when they have ended. */
export async function processTiles(ids: readonly TileId[]): Promise<void> {
  takeNews();
  const { stages } = useWork.getState();
  const fresh = ids.filter((id) => stages[id] === undefined);
  useWork.setState((state) => batchEnqueued(state, fresh, Date.now()));
  await Promise.all(fresh.map(processTile));
}

/** Segments tiles whose pixels are in storage again, with the options as they are now. */
export async function segmentAgain(ids: readonly TileId[]): Promise<void> {
  const { segmentation, crop, tiles } = useDataset.getState();
  try {
    await services().dataset.saveOptions({ segmentation, crop });
  } catch (error) {
    reportProblem(error, "The segmentation options");
    return;
  }
  await processTiles(ids.filter((id) => tiles[id] !== undefined && tiles[id].status !== "waiting"));
}

export function cancelTile(tileId: TileId): void {
  services().imaging.cancel(tileId);
}

export function cancelAllTiles(): void {
  services().imaging.cancelAll();
}
