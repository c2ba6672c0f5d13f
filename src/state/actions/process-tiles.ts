import { cancelled, throwIfCancelled } from "../../domain/cancel.ts";
import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import { hasTag } from "../../domain/errors.ts";
import type { ProcessTileRequest } from "../../domain/tile/process-tile-request.ts";
import { inPixels, type SegmentationOptions } from "../../domain/tile/segmentation-options.ts";
import type { TileId, TileSource } from "../../domain/tile/tile.ts";
import { batchEnqueued } from "../stores/batch.ts";
import { correctionsSettled } from "../stores/correction-store.ts";
import { useDataset } from "../stores/dataset-store.ts";
import { services } from "../stores/services.ts";
import { useWork } from "../stores/work-store.ts";
import { reportProblem } from "./report-problem.ts";
import { takeNews, tellEnd, tellStage } from "./tile-news.ts";

/** Where to read tiles that came in on this page. Handles only; a tile's entry goes once its pixels are in storage. */
const sources = new Map<TileId, TileSource>();

export function rememberSources(more: ReadonlyMap<TileId, TileSource>): void {
  for (const [tileId, source] of more) sources.set(tileId, source);
}

export function forgetSource(tileId: TileId): void {
  sources.delete(tileId);
}

export function forgetSources(): void {
  sources.clear();
}

/** What a dataset worker that takes the place of a crashed one is given. */
export function knownSources(): ReadonlyMap<TileId, TileSource> {
  return sources;
}

/** Cancels the tiles that are in the imaging pool. */
const controllers = new Map<TileId, AbortController>();

/** Options of a tile's own that it is to have; null: it is to follow the data set's. */
type ChooseOwn = (record: TileRecord) => SegmentationOptions | null;

export const keepOwn: ChooseOwn = (record) => record.segmentation;

type CellsFrom = ProcessTileRequest["cellsFrom"];

async function processTile(tileId: TileId, chooseOwn: ChooseOwn, cellsFrom: CellsFrom): Promise<void> {
  const record = useDataset.getState().tiles[tileId];
  if (record === undefined) return;
  const { segmentation, crop, pixelSize } = useDataset.getState();
  const own = chooseOwn(record);
  const request = {
    tileId,
    source: sources.get(tileId) ?? null,
    without: record.missingChannels,
    segmentation: inPixels(own ?? segmentation, pixelSize ?? record.pixelSize),
    own,
    crop,
    cellsFrom,
  };
  let done: TileRecord | null = null;
  const controller = new AbortController();
  controllers.set(tileId, controller);
  try {
    // Corrected cells are kept: what the hand did last must be stored before they are read.
    await correctionsSettled();
    throwIfCancelled(controller.signal);
    done = await services().imaging.process(request, (stage) => tellStage(tileId, stage), controller.signal);
    if (done.status === "ready") sources.delete(tileId);
  } catch (error) {
    if (!hasTag(error, "Cancelled")) reportProblem(error, tileId);
  } finally {
    controllers.delete(tileId);
  }
  await tellEnd(tileId, done);
}

/** Puts tiles into the imaging pool; those that are in it already stay where they are. Resolves when they have ended. */
export async function processTiles(
  ids: readonly TileId[],
  chooseOwn: ChooseOwn = keepOwn,
  cellsFrom: CellsFrom = "segmentation",
): Promise<void> {
  takeNews();
  const { stages } = useWork.getState();
  const fresh = ids.filter((id) => stages[id] === undefined);
  useWork.setState((state) => batchEnqueued(state, fresh, Date.now()));
  await Promise.all(fresh.map((tileId) => processTile(tileId, chooseOwn, cellsFrom)));
}

/** Segments tiles again, with the options as they are now. */
export async function segmentAgain(ids: readonly TileId[], chooseOwn: ChooseOwn = keepOwn): Promise<void> {
  const { segmentation, crop, pixelSize, tiles } = useDataset.getState();
  try {
    await services().dataset.saveOptions({ segmentation, crop, pixelSize });
  } catch (error) {
    reportProblem(error, "The segmentation options");
    return;
  }
  await processTiles(
    ids.filter((id) => tiles[id] !== undefined && tiles[id].status !== "waiting"),
    chooseOwn,
  );
}

/** The page is to show at once that the work has ended, not when the next news are due. */
function tellSoon(): void {
  setTimeout(takeNews, 0);
}

export function cancelTile(tileId: TileId): void {
  controllers.get(tileId)?.abort(cancelled(tileId));
  tellSoon();
}

export function cancelAllTiles(): void {
  for (const [tileId, controller] of controllers) controller.abort(cancelled(tileId));
  tellSoon();
}
