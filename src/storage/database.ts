import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Cell } from "../domain/cell/cell.ts";
import type { CorrectionHistory } from "../domain/cell/correction.ts";
import type { LabelDifference } from "../domain/cell/label-difference.ts";
import type { TileRecord } from "../domain/dataset/tile-record.ts";
import type { Problem } from "../domain/errors.ts";
import type { FailureRecord } from "../domain/failure/failure-record.ts";
import type { ClassList, ProteinGroup, TilePredictions, WeakLabel } from "../domain/localisation/localisation.ts";
import type { CropOptions } from "../domain/tile/crop-options.ts";
import type { SegmentationOptions } from "../domain/tile/segmentation-options.ts";
import type { TileId } from "../domain/tile/tile.ts";
import type { ModelManifest } from "../domain/training/model-manifest.ts";
import type { StartingWeights } from "../domain/training/starting-weights.ts";
import type { ModelChoice, TrainingRun } from "../domain/training/training-run.ts";
import { storageError } from "./files/storage-error.ts";

/*
 * IndexedDB holds the records, and the private file system holds the bytes. A tile's files are valid once its row
 * names them: files are written first, then one transaction stores the row and the cells. Files that no row names
 * were left by a page that was closed too early, and are removed (`sweep-files.ts`).
 */

/** A file of crops. Some of its crops may have been replaced by those of later files. */
export interface CropFile {
  /** Part of its name. */
  readonly id: string;
  /** Cell numbers in the order of its crops. */
  readonly numbers: readonly number[];
}

/** The files that one segmentation of a tile made, with the corrections since then. */
export interface TileGeneration {
  /**
   * Part of the names of the label maps. Every segmentation and every correction takes a new id, so that the old
   * files stay until the new ones are complete.
   */
  readonly id: string;
  readonly segmentation: SegmentationOptions;
  readonly crop: CropOptions;
  /** Numbers of the tile's cells, ascending. */
  readonly numbers: readonly number[];
  /**
   * The files with the crops, oldest first. Segmentation made the first one. Each correction adds one with the
   * crops of the cells that it changed. When a cell is in several files, the last one is valid.
   */
  readonly cropFiles: readonly CropFile[];
  /** The length of the log of corrections. */
  readonly corrections: CorrectionHistory;
}

/** One correction in a tile's log, with all that is needed to undo and redo it. */
export interface StoredCorrection {
  readonly tileId: TileId;
  /** 0 for the first since the tile was segmented. */
  readonly position: number;
  readonly difference: LabelDifference;
  /** Numbers of the changed cells that had been corrected before this correction. */
  readonly correctedBefore: readonly number[];
}

/** A tile as it is stored. */
export interface TileRow {
  readonly record: TileRecord;
  /** The tile's folder in the private file system, with its pixels; null until they are stored. */
  readonly folder: string | null;
  /** Null until the tile was segmented. */
  readonly generation: TileGeneration | null;
  /** How many times in a row the page ended while the tile was being segmented; absent means 0. */
  readonly interruptions?: number;
}

/** One row of an annotation table. It is also kept when its tile is not in the data set. */
export interface StoredWeakLabel {
  readonly tileId: TileId;
  readonly label: WeakLabel;
  /** The protein that the row names; absent in rows stored by an earlier version, or without such a column. */
  readonly protein?: ProteinGroup;
  /** Name of the table it came from. */
  readonly table: string;
  /**
   * True when no problem shall say that the tile is not in the data set, because the user dismissed
   * that problem or removed the tile.
   */
  readonly quiet: boolean;
}

/** A mask file that the user dropped. Its bytes are in the private file system. */
export interface StoredMaskFile {
  /** The name of the user's file. */
  readonly fileName: string;
  /** Its name in the private file system. Every file gets a new one. */
  readonly stored: string;
}

/** The label maps that came as files for a tile. They are also kept when the tile is not in the data set. */
export interface StoredMask {
  readonly tileId: TileId;
  readonly cells: StoredMaskFile | null;
  readonly nuclei: StoredMaskFile | null;
  /** True when no problem shall say that the tile is not in the data set. */
  readonly quiet: boolean;
}

/** The settings of the data set. */
export interface DatasetSettings {
  readonly classes: ClassList;
  readonly segmentation: SegmentationOptions;
  readonly crop: CropOptions;
  /**
   * Width of a pixel in µm, typed in for all tiles. It replaces that of their files; null
   * means that theirs is used.
   */
  readonly pixelSize: number | null;
  /** The model that the user chose to predict. Null means that the user chose none (see `chooseModel`). */
  readonly predictor: ModelChoice | null;
}

interface Schema extends DBSchema {
  tiles: { key: string; value: TileRow };
  cells: { key: string; value: { readonly tileId: TileId; readonly cells: readonly Cell[] } };
  weakLabels: { key: string; value: StoredWeakLabel };
  /** Keyed by tag, subject and message, so that the same problem is listed once. */
  problems: { key: string; value: Problem };
  predictions: { key: string; value: TilePredictions };
  runs: { key: string; value: TrainingRun; indexes: { startedAt: string } };
  /** The manifests of checkpoints with at least one weight update. The weights are in files. */
  models: { key: string; value: ModelManifest; indexes: { createdAt: string } };
  settings: { key: "dataset"; value: DatasetSettings };
  masks: { key: string; value: StoredMask };
  /** The records of weights to start a run from. The weights are in files. */
  weights: { key: string; value: StartingWeights };
  corrections: { key: [tileId: string, position: number]; value: StoredCorrection };
  /** Unexpected failures, numbered in the order in which they came. */
  failures: { key: number; value: FailureRecord; indexes: { key: string } };
}

type Database = IDBPDatabase<Schema>;

const databaseName = "cytotope";
const databaseVersion = 5;

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
      if (oldVersion < 5) database.createObjectStore("failures", { autoIncrement: true }).createIndex("key", "key");
    },
    blocking(_current, _blocked, event) {
      // A newer version of Cytotope in another tab wants to upgrade. This thread closes its connection, and opens
      // it again when it is needed.
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
