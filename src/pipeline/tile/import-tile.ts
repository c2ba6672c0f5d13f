import type { TileRecord } from "../../domain/dataset/tile-record.ts";
import { problemError, problemFrom } from "../../domain/errors.ts";
import { sameCrops } from "../../domain/tile/crop-options.ts";
import type { ProcessingStage, ProcessTileRequest } from "../../domain/tile/process-tile-request.ts";
import { channelNames, type TileId, type TilePixels } from "../../domain/tile/tile.ts";
import { decodeTile } from "../../ingest/decode/decode-tile.ts";
import { loadOpenCV } from "../../segmentation/opencv.ts";
import { cropBytes, writeCrops } from "../../storage/crop-store.ts";
import type { TileGeneration, TileRow } from "../../storage/database.ts";
import { removePath } from "../../storage/files/private-files.ts";
import { roomFor } from "../../storage/files/quota.ts";
import { writeLabelMap } from "../../storage/label-map-store.ts";
import { pixelBytes, readPixels, writePixels } from "../../storage/pixel-store.ts";
import { sweepTile } from "../../storage/sweep-files.ts";
import { writeThumbnail } from "../../storage/thumbnail-store.ts";
import { tilePath } from "../../storage/tile-paths.ts";
import { changeTileRow, commitSegmentation, loadTileRow } from "../../storage/tile-rows.ts";
import { recordFailure } from "../failures/record-failure.ts";
import { type LoadedCorrections, loadCorrected } from "./load-corrected.ts";
import { processTile } from "./process-tile.ts";
import { readForeignMasks } from "./read-foreign-masks.ts";
import { sourceGone } from "./source-gone.ts";

type OnStage = (stage: ProcessingStage) => void;

/**
 * Brings one tile from its files to stored crops, and returns its record.
 *
 * Nothing is valid before it is complete. Pixels go to a new folder, and the row names the folder once all pixels
 * are written. Label maps and crops get a new generation. One transaction at the end writes cells and generation
 * into the row. If the work ends at any moment (page closed, worker terminated, disk full), the tile is as before or
 * as after, never in between.
 *
 * A tile that cannot be read or segmented becomes `failed` and gets the problem. A tile that has cells already keeps
 * them, and the problem is thrown instead.
 *
 * @throws Cancelled when the tile was removed in the meantime; any problem when the tile has cells already.
 */
export async function importTile(request: ProcessTileRequest, onStage: OnStage): Promise<TileRecord> {
  const { tileId } = request;
  const started = performance.now();
  const row = await loadTileRow(tileId);
  if (row === null) throw removedMeanwhile(tileId);
  try {
    const kept = await keepPixels(row, request, onStage);
    const corrected = request.cellsFrom === "mask" ? null : await loadCorrected(tileId);
    return await segmentAndStore(kept, request, corrected, started, onStage);
  } catch (error) {
    const told = problemFrom(error, tileId);
    // The image library does not know the tile, so the problem gets its name here.
    const problem = told.tag === "SegmentationFailed" ? { ...told, subject: tileId } : told;
    if (row.generation !== null || problem.tag === "Cancelled") throw error;
    // The record tells the user; nobody else gets to see the error.
    await recordFailure(error, tileId);
    const failed = await changeTileRow(tileId, (known) => ({
      ...known,
      record: { ...known.record, status: "failed", problem, segmentation: request.own },
    }));
    if (failed === null) throw removedMeanwhile(tileId);
    return failed.record;
  }
}

interface KeptPixels {
  readonly folder: string;
  readonly pixels: TilePixels;
}

/** Decodes the tile's files and stores the pixels, or reads the stored pixels. */
async function keepPixels(row: TileRow, request: ProcessTileRequest, onStage: OnStage): Promise<KeptPixels> {
  const { tileId, source, without } = request;
  onStage("decode");
  if (source === null) {
    if (row.folder === null) throw problemError(sourceGone(tileId));
    // A tile that has cells stays ready while it is segmented again.
    if (row.generation === null) await changeTileRow(tileId, begun);
    return { folder: row.folder, pixels: await readPixels(row.folder, tileId) };
  }
  const { pixelSize, ...pixels } = await decodeTile(tileId, source, without);
  await roomFor(pixelBytes(pixels), tileId);
  const folder = crypto.randomUUID();
  try {
    await writePixels(folder, pixels, tileId);
    const { width, height, bitDepth, channels } = pixels;
    const missingChannels = channelNames.filter((name) => channels[name] === null);
    const changed = await changeTileRow(tileId, (known) => ({
      folder,
      generation: null,
      record: { ...begun(known).record, width, height, bitDepth, pixelSize, missingChannels },
    }));
    if (changed === null) throw removedMeanwhile(tileId);
  } catch (error) {
    await removePath(tilePath(folder));
    throw error;
  }
  if (row.folder !== null) await removePath(tilePath(row.folder));
  return { folder, pixels };
}

/** From here on the tile counts as interrupted if the page ends: see `repairTile`. */
function begun(row: TileRow): TileRow {
  return { ...row, record: { ...row.record, status: "processing", problem: null } };
}

async function segmentAndStore(
  { folder, pixels }: KeptPixels,
  { tileId, segmentation, own, crop, cellsFrom }: ProcessTileRequest,
  corrected: LoadedCorrections | null,
  started: number,
  onStage: OnStage,
): Promise<TileRecord> {
  const opencv = await loadOpenCV();
  const masks = cellsFrom === "mask" ? await readForeignMasks(tileId, pixels) : null;
  const processed = processTile(opencv, pixels, { segmentation, crop, masks, kept: corrected }, tileId, onStage);
  const { cells, cellMap, nucleusMap, nucleusDiameter, estimatedDiameter, leftOut, problem, thumbnail, crops } =
    processed;
  await roomFor(cells.length * cropBytes(crop.size), tileId);

  const id = crypto.randomUUID();
  const numbers = cells.map((cell) => cell.number);
  const generation: TileGeneration = {
    id,
    segmentation,
    crop,
    numbers,
    cropFiles: [{ id, numbers }],
    corrections: { done: 0, undone: 0 },
  };
  try {
    await writeCrops(folder, generation.id, crops(), tileId);
    onStage("store");
    await writeLabelMap(folder, generation.id, "cells", cellMap, tileId);
    await writeLabelMap(folder, generation.id, "nuclei", nucleusMap, tileId);
    await writeThumbnail(folder, thumbnail, tileId);
    const ready = (row: TileRow): TileRow => ({
      folder,
      generation,
      record: {
        ...row.record,
        status: "ready",
        problem,
        cellCount: cells.length,
        correctedCells: corrected?.numbers.size ?? 0,
        segmentation: own,
        segmentedWith: segmentation,
        maskSource: masks === null ? "segmented" : "imported",
        // The comparison with the mask belongs to the old cells.
        mask: row.record.mask && { ...row.record.mask, agreement: null, problem: null, leftOut },
        nucleusDiameter,
        estimatedDiameter: estimatedDiameter ?? row.record.estimatedDiameter,
        processingSeconds: (performance.now() - started) / 1000,
      },
    });
    // The folder changed: the tile was removed and dropped again in the meantime.
    const stored = await commitSegmentation(
      tileId,
      cells,
      (row) => {
        if (row.folder !== folder) return null;
        if (corrected !== null && row.generation?.id !== corrected.generation) throw correctedMeanwhile(tileId);
        return ready(row);
      },
      // The cells and their crops are the same, so their probabilities stay valid.
      (number) => corrected !== null && sameCrops(corrected.crop, crop) && corrected.numbers.has(number),
    );
    if (stored === null) throw removedMeanwhile(tileId);
    await sweepQuietly(tileId, folder);
    return stored.record;
  } catch (error) {
    await sweepQuietly(tileId, folder);
    throw error;
  }
}

function correctedMeanwhile(tileId: TileId): Error {
  return problemError({
    tag: "SegmentationFailed",
    subject: tileId,
    message: `Cells of tile ${tileId} were corrected while it was being segmented.`,
    remedy: "Nothing was lost. Segment it again.",
  });
}

/**
 * Removes files that are no longer valid. If that fails the work has still succeeded, and the next start sweeps
 * again.
 */
async function sweepQuietly(tileId: TileId, folder: string): Promise<void> {
  try {
    const row = await loadTileRow(tileId);
    if (row?.folder === folder) await sweepTile(row);
    else await removePath(tilePath(folder));
  } catch (error) {
    // When storage does not work, the next access to it tells the user. A developer finds the rest in the log.
    await recordFailure(error, tileId);
  }
}

function removedMeanwhile(tileId: TileId): Error {
  return problemError({
    tag: "Cancelled",
    subject: tileId,
    message: "The tile was removed from the data set.",
    remedy: "Drop its files again to have it back.",
  });
}
