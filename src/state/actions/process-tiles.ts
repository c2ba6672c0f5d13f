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

/** File handles of the tiles that were added on this page. A tile's entry goes once its pixels are in storage. */
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

/** Returns the files of the tiles that are not read yet, for a dataset worker that replaces a crashed one. */
export function knownSources(): ReadonlyMap<TileId, TileSource> {
  return sources;
}

/** The controllers that cancel the tiles in the imaging pool. */
const controllers = new Map<TileId, AbortController>();

/** Chooses the options that become the tile's own. null means that the tile uses the data set's options. */
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
    // Corrected cells are kept. So the last corrections must be stored before the worker reads the cells.
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

/** Puts tiles into the imaging pool, unless they are in it already. Resolves when the new tiles have ended. */
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

/** Segments tiles again with the current options. */
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

/** Makes the page show at once that the work has ended, instead of with the next news. */
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
