import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Cell } from "../domain/cell/cell.ts";
import type { CorrectionHistory } from "../domain/cell/correction.ts";
import type { LabelDifference } from "../domain/cell/label-difference.ts";
import type { TileRecord } from "../domain/dataset/tile-record.ts";
import type { Problem } from "../domain/errors.ts";
import type { ClassList, ProteinGroup, TilePredictions, WeakLabel } from "../domain/localisation/localisation.ts";
import type { CropOptions } from "../domain/tile/crop-options.ts";
import type { SegmentationOptions } from "../domain/tile/segmentation-options.ts";
import type { TileId } from "../domain/tile/tile.ts";
import type { ModelManifest } from "../domain/training/model-manifest.ts";
import type { StartingWeights } from "../domain/training/starting-weights.ts";
import type { ModelChoice, TrainingRun } from "../domain/training/training-run.ts";
import { storageError } from "./files/storage-error.ts";

/*
 * IndexedDB holds the records, the private file system the bytes. A tile's row is what makes its files count: files are
 * written first, then one transaction puts row and cells in place. Files that no row speaks of are leftovers of a closed
 * page and are swept (`sweep-files.ts`).
 */

/** A file of crops, of which some may have been replaced since. */
export interface CropFile {
  /** Part of its name. */
  readonly id: string;
  /** Cell numbers in the order of its crops. */
  readonly numbers: readonly number[];
}

/** What one segmentation of a tile, with the corrections made since, left in the private file system. */
export interface TileGeneration {
  /**
   * Part of the names of its label maps; a new segmentation takes a new one and a correction too, so that the old files
   * stand until it is done.
   */
  readonly id: string;
  readonly segmentation: SegmentationOptions;
  readonly crop: CropOptions;
  /** Numbers of the cells there are, ascending. */
  readonly numbers: readonly number[];
  /**
   * Where the crops lie, oldest file first: the first is the segmentation's, each correction adds one with the crops of the
   * cells it touched. Of a cell in several files the last one counts.
   */
  readonly cropFiles: readonly CropFile[];
  /** Corrections in the log: made, and taken back but not yet replaced by others. */
  readonly corrections: CorrectionHistory;
}

/** One correction in a tile's log: what undoes and redoes it. */
export interface StoredCorrection {
  readonly tileId: TileId;
  /** 0 for the first since the tile was segmented. */
  readonly position: number;
  readonly difference: LabelDifference;
  /** Those of the cells it touched that had been corrected before. */
  readonly correctedBefore: readonly number[];
}

/** A tile as it is stored. */
export interface TileRow {
  readonly record: TileRecord;
  /** The tile's folder in the private file system, with its pixels; null until they are stored. */
  readonly folder: string | null;
  /** null until the tile was segmented. */
  readonly generation: TileGeneration | null;
  /** How often in a row the page ended while the tile was being segmented; absent for never. */
  readonly interruptions?: number;
}

/** One row of an annotation table. Kept when its tile is not there (yet). */
export interface StoredWeakLabel {
  readonly tileId: TileId;
  readonly label: WeakLabel;
  /** The protein that the row names; absent in rows stored by an earlier version, or without such a column. */
  readonly protein?: ProteinGroup;
  /** Name of the table it came from. */
  readonly table: string;
  /** The user need not be told that its tile is not there: dismissed, or the tile was there and was removed. */
  readonly quiet: boolean;
}

/** A file of the user's, kept with its bytes. */
export interface StoredMaskFile {
  /** As the user knows it. */
  readonly fileName: string;
  /** Its name in the private file system; a new one for every file that comes. */
  readonly stored: string;
}

/** Label maps that came for a tile. Kept when it is not there (yet). */
export interface StoredMask {
  readonly tileId: TileId;
  readonly cells: StoredMaskFile | null;
  readonly nuclei: StoredMaskFile | null;
  /** The user need not be told that its tile is not there. */
  readonly quiet: boolean;
}

/** What the user set for the data set. */
export interface DatasetSettings {
  readonly classes: ClassList;
  readonly segmentation: SegmentationOptions;
  readonly crop: CropOptions;
  /** µm a px, typed in for all tiles: it wins over what their files say; null leaves it to those. */
  readonly pixelSize: number | null;
  /** The model that predicts; null: see `chooseModel`. */
  readonly predictor: ModelChoice | null;
}

interface Schema extends DBSchema {
  tiles: { key: string; value: TileRow };
  cells: { key: string; value: { readonly tileId: TileId; readonly cells: readonly Cell[] } };
  weakLabels: { key: string; value: StoredWeakLabel };
  /** By `problemKey`, so that the same problem is listed once. */
  problems: { key: string; value: Problem };
  predictions: { key: string; value: TilePredictions };
  runs: { key: string; value: TrainingRun; indexes: { startedAt: string } };
  /** What checkpoints that have learnt something say of themselves; the weights are files. */
  models: { key: string; value: ModelManifest; indexes: { createdAt: string } };
  settings: { key: "dataset"; value: DatasetSettings };
  masks: { key: string; value: StoredMask };
  /** What to start a run from; the weights are files. */
  weights: { key: string; value: StartingWeights };
  corrections: { key: [tileId: string, position: number]; value: StoredCorrection };
}

type Database = IDBPDatabase<Schema>;

const databaseName = "cytotope";
const databaseVersion = 4;

let opening: Promise<Database> | null = null;

/**
 * This thread's connection, opened on first use.
 *
 * @throws StorageBroken when the browser window offers no database.
 */
function openDatabase(): Promise<Database> {
  opening ??= openDB<Schema>(databaseName, databaseVersion, {
    upgrade(database, oldVersion) {
      // One block a version, never changed once released.
      if (oldVersion < 1) {
        database.createObjectStore("tiles", { keyPath: "record.id" });
        database.createObjectStore("cells", { keyPath: "tileId" });
        database.createObjectStore("weakLabels", { keyPath: "tileId" });
        database.createObjectStore("problems");
        database.createObjectStore("predictions", { keyPath: "tileId" });
        database.createObjectStore("runs", { keyPath: "id" }).createIndex("startedAt", "startedAt");
        database.createObjectStore("models", { keyPath: "id" }).createIndex("createdAt", "createdAt");
        database.createObjectStore("settings");
      }
      if (oldVersion < 2) database.createObjectStore("masks", { keyPath: "tileId" });
      if (oldVersion < 3) database.createObjectStore("corrections", { keyPath: ["tileId", "position"] });
      if (oldVersion < 4) database.createObjectStore("weights", { keyPath: "id" });
    },
    blocking(_current, _blocked, event) {
      // A newer version of Cytotope in another tab wants to upgrade: step aside, open again when asked.
      (event.target as IDBDatabase).close();
      opening = null;
    },
    terminated() {
      opening = null;
    },
  }).catch((error: unknown) => {
    opening = null;
    throw storageError(error, "Storage");
  });
  return opening;
}

/**
 * Runs `work` on the database.
 *
 * @param subject The tile or run named in problems.
 * @throws QuotaExceeded, StorageBroken, and whatever problem `work` throws.
 */
export async function withDatabase<T>(subject: string, work: (database: Database) => Promise<T>): Promise<T> {
  try {
    return await work(await openDatabase());
  } catch (error) {
    throw storageError(error, subject);
  }
}
