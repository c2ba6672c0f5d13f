import { applyDifference, invertDifference } from "../../correction/apply-difference.ts";
import type { CellMaps } from "../../correction/cell-maps.ts";
import { correctMaps } from "../../correction/correct-maps.ts";
import { touchedCells } from "../../correction/describe-difference.ts";
import { measureTouched } from "../../correction/measure-touched.ts";
import type { Cell } from "../../domain/cell/cell.ts";
import type { Refusal } from "../../domain/cell/cell-edit.ts";
import type { CorrectedTile, CorrectionHistory, CorrectionStep } from "../../domain/cell/correction.ts";
import type { LabelDifference } from "../../domain/cell/label-difference.ts";
import { problemError } from "../../domain/errors.ts";
import type { LabelMap } from "../../domain/tile/label-map.ts";
import type { TileId, TilePixels } from "../../domain/tile/tile.ts";
import { cropCell } from "../../imaging/crop-cell.ts";
import { commitCorrection, loadCorrection } from "../../storage/correction-log.ts";
import { cropBytes, writeCrops } from "../../storage/crop-store.ts";
import type { StoredCorrection, TileGeneration } from "../../storage/database.ts";
import { removePath } from "../../storage/files/private-files.ts";
import { joinCropFiles } from "../../storage/join-crop-files.ts";
import { readLabelMap, writeLabelMap } from "../../storage/label-map-store.ts";
import { readPixels } from "../../storage/pixel-store.ts";
import { cropsPath, labelMapPath } from "../../storage/tile-paths.ts";
import { loadCells } from "../../storage/tile-rows.ts";
import { loadReadyTile, type ReadyTile } from "./ready-tile.ts";

/** The tile that is being corrected. It is read once and kept until another tile is corrected. */
interface OpenTile {
  readonly tileId: TileId;
  /** The generation that these maps belong to. */
  readonly generation: string;
  readonly pixels: TilePixels;
  readonly cellLabels: Uint16Array;
  readonly nucleusLabels: Uint16Array;
  readonly cells: ReadonlyMap<number, Cell>;
}

/** A step that was computed but not stored yet. */
interface Plan {
  readonly difference: LabelDifference;
  /** Whether a touched cell counts as corrected from now on. */
  readonly corrected: (number: number) => boolean;
  readonly history: CorrectionHistory;
  /** The new entry of the log; null when the step undoes or redoes an entry. */
  readonly entry: StoredCorrection | null;
}

const nothingToUndo: Refusal = { refused: "There is nothing to undo." };
const nothingToRedo: Refusal = { refused: "There is nothing to redo." };

/**
 * Corrects cells by hand, one step at a time. Only the cells that a step touches are measured and cropped again.
 *
 * Label maps and crops go to new files. One transaction then makes them valid, together with records and log. If the
 * work ends at any moment (page closed, disk full), the tile is as before the step or as after it, never in between.
 */
export function openCorrectionSession() {
  let open: OpenTile | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let leftovers: readonly string[] = [];

  async function removeLeftovers(): Promise<void> {
    const paths = leftovers;
    leftovers = [];
    for (const path of paths) await removePath(path);
  }

  /**
   * Makes steps one after the other, in the order of the requests.
   *
   * @returns What changed, or why the step was refused.
   * @throws StorageBroken, QuotaExceeded; Cancelled when the tile was removed or segmented again in the meantime.
   * The tile is then as before.
   */
  function correct(tileId: TileId, step: CorrectionStep): Promise<CorrectedTile | Refusal> {
    const made = last.then(() => correctNext(tileId, step));
    // Old files are removed after the answer and before the next step, so that the user does not wait for it. The
    // answer rejects when the step fails.
    last = made.catch(() => {}).then(removeLeftovers);
    return made;
  }

  async function correctNext(tileId: TileId, step: CorrectionStep): Promise<CorrectedTile | Refusal> {
    const ready = await loadReadyTile(tileId);
    const tile = open?.tileId === tileId && open.generation === ready.generation.id ? open : await openTile(ready);
    // What follows changes the maps in place. If the step cannot be stored, they must be read again.
    open = null;
    const plan = await planStep(tile, ready, step);
    if ("refused" in plan) {
      open = tile;
      return plan;
    }
    const made = await makeStep(tile, ready, plan, (paths) => {
      leftovers = paths;
    });
    open = made.tile;
    return made.corrected;
  }

  return { correct };
}

async function openTile({ record, folder, generation }: ReadyTile): Promise<OpenTile> {
  const { id } = record;
  const [pixels, cellMap, nucleusMap, cells] = await Promise.all([
    readPixels(folder, id),
    readLabelMap(folder, generation.id, "cells", id),
    readLabelMap(folder, generation.id, "nuclei", id),
    loadCells(id),
  ]);
  return {
    tileId: id,
    generation: generation.id,
    pixels,
    cellLabels: cellMap.labels,
    nucleusLabels: nucleusMap.labels,
    cells: new Map(cells.map((cell) => [cell.number, cell])),
  };
}

function highestNumber(cells: ReadonlyMap<number, Cell>): number {
  let highest = 0;
  for (const number of cells.keys()) highest = Math.max(highest, number);
  return highest;
}

function mapsOf({ pixels, cellLabels, nucleusLabels, cells }: OpenTile): CellMaps {
  const { width, height } = pixels;
  const map = (labels: Uint16Array): LabelMap => ({ width, height, labels, count: highestNumber(cells) });
  const boxes = new Map([...cells].map(([number, { box }]) => [number, box]));
  return { cells: map(cellLabels), nuclei: map(nucleusLabels), boxes };
}

async function planStep(tile: OpenTile, { generation }: ReadyTile, step: CorrectionStep): Promise<Plan | Refusal> {
  const { tileId, cells } = tile;
  const { done, undone } = generation.corrections;
  if (step.kind === "undo") {
    const entry = done === 0 ? null : await loadCorrection(tileId, done - 1);
    if (entry === null) return nothingToUndo;
    const before = new Set(entry.correctedBefore);
    return {
      difference: invertDifference(entry.difference),
      corrected: (number) => before.has(number),
      history: { done: done - 1, undone: undone + 1 },
      entry: null,
    };
  }
  if (step.kind === "redo") {
    const entry = undone === 0 ? null : await loadCorrection(tileId, done);
    if (entry === null) return nothingToRedo;
    return {
      difference: entry.difference,
      corrected: () => true,
      history: { done: done + 1, undone: undone - 1 },
      entry: null,
    };
  }
  const difference = correctMaps(mapsOf(tile), step);
  if ("refused" in difference) return difference;
  const correctedBefore = touchedCells(difference).filter((number) => cells.get(number)?.corrected === true);
  return {
    difference,
    corrected: () => true,
    history: { done: done + 1, undone: 0 },
    entry: { tileId, position: done, difference, correctedBefore },
  };
}

async function makeStep(
  tile: OpenTile,
  { record, folder, generation }: ReadyTile,
  { difference, corrected, history, entry }: Plan,
  leave: (paths: readonly string[]) => void,
): Promise<{ readonly tile: OpenTile; readonly corrected: CorrectedTile }> {
  const { tileId, pixels, cellLabels, nucleusLabels } = tile;
  applyDifference(cellLabels, nucleusLabels, difference);
  const touched = touchedCells(difference);
  const now = measureTouched(tileId, pixels, mapsOf(tile), difference).map((cell) => ({
    ...cell,
    corrected: corrected(cell.number),
  }));
  const cells = new Map([...tile.cells].filter(([number]) => !touched.includes(number)));
  for (const cell of now) cells.set(cell.number, cell);
  const ordered = [...cells.values()].sort((a, b) => a.number - b.number);
  const next: OpenTile = { ...tile, generation: crypto.randomUUID(), cells };
  const maps = mapsOf(next);

  const { crop } = generation;
  const file = { id: crypto.randomUUID(), numbers: now.map(({ number }) => number) };
  const out = new Uint8Array(cropBytes(crop.size));
  function* crops() {
    for (const cell of now) yield cropCell(pixels, maps.cells, cell, crop, out);
  }
  const mapPaths = (id: string) => [labelMapPath(folder, id, "cells"), labelMapPath(folder, id, "nuclei")];
  // If the page ends here, the next start removes the files written so far.
  leave([...mapPaths(next.generation), cropsPath(folder, file.id)]);
  if (now.length > 0) await writeCrops(folder, file.id, crops(), tileId);
  await Promise.all([
    writeLabelMap(folder, next.generation, "cells", maps.cells, tileId),
    writeLabelMap(folder, next.generation, "nuclei", maps.nuclei, tileId),
  ]);
  const written = now.length > 0 ? [...generation.cropFiles, file] : generation.cropFiles;
  const cropFiles = await joinCropFiles(folder, written, crop.size, tileId);
  const committed = await commitCorrection({
    tileId,
    from: generation.id,
    change: (row) => ({
      ...row,
      generation: {
        ...generation,
        id: next.generation,
        numbers: ordered.map(({ number }) => number),
        cropFiles,
        corrections: history,
      } satisfies TileGeneration,
      record: {
        ...row.record,
        cellCount: ordered.length,
        correctedCells: ordered.filter((cell) => cell.corrected).length,
        // The figures belong to the cells before this step.
        mask: row.record.mask && { ...row.record.mask, agreement: null },
        problem: row.record.problem?.tag === "NoCells" && ordered.length > 0 ? null : row.record.problem,
      },
    }),
    cells: ordered,
    touched,
    entry,
  });
  if (committed === null) throw changedMeanwhile(record.id);
  const replaced = written.filter(({ id }) => !cropFiles.some((kept) => kept.id === id));
  leave([...mapPaths(generation.id), ...replaced.map(({ id }) => cropsPath(folder, id))]);
  const there = new Set(now.map(({ number }) => number));
  return {
    tile: next,
    corrected: {
      record: committed.record,
      difference,
      cells: now,
      removed: touched.filter((number) => !there.has(number) && tile.cells.has(number)),
      count: maps.cells.count,
      history,
    },
  };
}

function changedMeanwhile(tileId: TileId): Error {
  return problemError({
    tag: "Cancelled",
    subject: tileId,
    message: "The tile was removed or segmented again while its cells were corrected.",
    remedy: "Correct the cells as they are now.",
  });
}
