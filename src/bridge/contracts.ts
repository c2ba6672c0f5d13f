import type { ProxyMarked } from "comlink";
import type { CellReference } from "../domain/cell/cell.ts";
import type { Refusal } from "../domain/cell/cell-edit.ts";
import type { CorrectedTile, CorrectionStep } from "../domain/cell/correction.ts";
import type { EmbeddingCoverage } from "../domain/cell/embedding.ts";
import type {
  CellExplanation,
  EmbeddingMap,
  MapProgress,
  NeighbourSearch,
  ReviewList,
} from "../domain/cell/exploration.ts";
import type { TileView } from "../domain/cell/tile-view.ts";
import type { AddedFiles } from "../domain/dataset/added-files.ts";
import type { DatasetOptions, DatasetSnapshot } from "../domain/dataset/dataset-snapshot.ts";
import type { ExportKind } from "../domain/dataset/export-kind.ts";
import type { ExportedFile } from "../domain/dataset/exported-file.ts";
import type { SamplePart } from "../domain/dataset/sample-part.ts";
import type { StorageReport } from "../domain/dataset/storage-report.ts";
import type { TileRecord } from "../domain/dataset/tile-record.ts";
import type { Problem } from "../domain/errors.ts";
import type { FailureRecord } from "../domain/failure/failure-record.ts";
import type { PredictionOptions, TilePredictions } from "../domain/localisation/localisation.ts";
import type { ChannelDisplays } from "../domain/tile/channel-display.ts";
import type { Picture } from "../domain/tile/picture.ts";
import type { ProcessingStage, ProcessTileRequest } from "../domain/tile/process-tile-request.ts";
import type { TileId, TileSource } from "../domain/tile/tile.ts";
import type { PreviewRequest, TilePreview } from "../domain/tile/tile-preview.ts";
import type { BackendInfo } from "../domain/training/backend-info.ts";
import type { RunList } from "../domain/training/run-list.ts";
import type { StartingWeights } from "../domain/training/starting-weights.ts";
import type { TrainRequest } from "../domain/training/train-request.ts";
import type { EpochMetrics, StepProgress } from "../domain/training/training-progress.ts";
import type { ModelChoice, TrainingRun } from "../domain/training/training-run.ts";

/**
 * The calls that the page makes to its workers. Each worker says `satisfies ...Api`, so that the two sides cannot
 * drift apart. Callbacks have the type `& ProxyMarked`: a forgotten `proxy()` is a compile error. Failures arrive as
 * errors that `problemFrom` reads. A call with a signal rejects with `Cancelled` once the signal is aborted and the
 * work has ended. The docstring says so when a cancelled call answers instead.
 */

/** Records, exports and views: `workers/dataset.worker.ts`. */
export interface DatasetApi {
  readonly restore: () => Promise<DatasetSnapshot>;
  /**
   * Adds files of any kind: channel images, stacks, archives, annotation tables. A bad file never makes it reject.
   * The call can be cancelled until it stores the first file. From then on it runs to its end.
   */
  readonly addFiles: (files: readonly File[], signal: AbortSignal) => Promise<AddedFiles>;
  /** Makes files with the sample generator, for `addFiles`: PNG channels and a `train.csv`. */
  readonly makeSampleFiles: (
    part: SamplePart,
    onTile: ((done: number, of: number) => void) & ProxyMarked,
    signal: AbortSignal,
  ) => Promise<readonly File[]>;
  /** The user goes on without the tile's missing channels: the tile becomes `queued`. */
  readonly goOnWithout: (tileId: TileId) => Promise<AddedFiles>;
  readonly removeTiles: (tileIds: readonly TileId[]) => Promise<void>;
  readonly dismissProblems: () => Promise<void>;
  /** Deletes everything: tiles, runs, models, predictions. */
  readonly clear: () => Promise<void>;
  readonly saveOptions: (options: DatasetOptions) => Promise<void>;
  /** Compares the tile's cells with its mask. Returns the tile's record, or null when the tile is gone. */
  readonly compareMask: (tileId: TileId, signal: AbortSignal) => Promise<TileRecord | null>;
  /** Deletes the tile's mask. Returns the tile's record, or null when the tile is gone. */
  readonly removeMask: (tileId: TileId) => Promise<TileRecord | null>;
  readonly loadView: (tileId: TileId) => Promise<TileView>;
  /**
   * Makes one step of correction by hand. Answers with the changes, or with the reason why nothing changed. Steps run
   * one after the other.
   */
  readonly correctCells: (tileId: TileId, step: CorrectionStep) => Promise<CorrectedTile | Refusal>;
  readonly loadPredictions: (tileId: TileId) => Promise<TilePredictions | null>;
  readonly drawThumbnail: (tileId: TileId) => Promise<Picture>;
  /** Draws the cell's stored crop in the given colours. The contrast is scaled with the crop's encoding. */
  readonly drawCrop: (tileId: TileId, number: number, displays: ChannelDisplays) => Promise<Picture>;
  readonly listRuns: () => Promise<RunList>;
  /** Stores the user's notes about a run. */
  readonly saveRunNotes: (id: string, notes: string) => Promise<void>;
  /** Deletes a run with its checkpoints. Rejects while the run is under way. */
  readonly deleteRun: (id: string) => Promise<RunList>;
  /** Sets the model that predicts from now on. */
  readonly choosePredictor: (choice: ModelChoice) => Promise<RunList>;
  /**
   * Imports a model that Cytotope exported. From now on it is the model that predicts. Rejects a model that does not
   * fit the data.
   */
  readonly importModel: (file: File, signal: AbortSignal) => Promise<RunList>;
  readonly exportFile: (
    kind: ExportKind,
    options: PredictionOptions,
    onTile: ((done: number, of: number) => void) & ProxyMarked,
    signal: AbortSignal,
  ) => Promise<ExportedFile>;
  /** Lists the weights that a run can start from, oldest first. */
  readonly listWeights: () => Promise<readonly StartingWeights[]>;
  /** Stores the weights of a file. Rejects when a tensor does not fit; the problem names the first such tensor. */
  readonly importWeights: (file: File, signal: AbortSignal) => Promise<StartingWeights>;
  /**
   * Fetches a file of weights, or the rest of it, and stores it like one of the user's own files. `of` is null when
   * the size is not known. After a cancelled fetch the bytes that came are kept for the next one.
   */
  readonly fetchWeights: (
    address: string,
    onBytes: ((done: number, of: number | null) => void) & ProxyMarked,
    signal: AbortSignal,
  ) => Promise<StartingWeights>;
  readonly deleteWeights: (id: string) => Promise<void>;
  readonly storageReport: () => Promise<StorageReport>;
  /** Keeps failures of the page in the log. Never rejects; what cannot be stored stays in the worker's memory. */
  readonly recordFailures: (records: readonly FailureRecord[]) => Promise<void>;
  /** The log of all threads as far as it can be read, oldest first. Never rejects. */
  readonly listFailures: () => Promise<readonly FailureRecord[]>;
}

/** Adds the call to the dataset worker that only the bridge makes: see `keepDataset`. */
export interface DatasetWorkerApi extends DatasetApi {
  /**
   * Opens the data set in the place of a worker that crashed, in the middle of the page's work. Tiles that are being
   * segmented and a run that is under way stay as they are. Tiles whose files are lost get the problem `SourceGone`.
   *
   * @param sources The files of the tiles that are not read yet, as far as the page has them.
   */
  readonly takeOver: (sources: ReadonlyMap<TileId, TileSource>) => Promise<void>;
}

/**
 * Processes one tile at a time, from decoding to stored crops: `workers/imaging.worker.ts`. The page keeps a pool of
 * these workers, and cancels `processTile` by terminating its worker.
 */
export interface ImagingApi {
  readonly processTile: (
    request: ProcessTileRequest,
    onStage: ((stage: ProcessingStage) => void) & ProxyMarked,
  ) => Promise<TileRecord>;
  /**
   * Segments a stored tile with other options. The worker keeps the tile's pixels and the stages' results until
   * another tile is asked for: after the change of an option it repeats only the later stages. A cancelled preview
   * ends at its next stage.
   */
  readonly previewTile: (request: PreviewRequest, signal: AbortSignal) => Promise<TilePreview>;
}

export interface TrainingCallbacks {
  readonly onRun: ((run: TrainingRun) => void) & ProxyMarked;
  readonly onStep: ((progress: StepProgress) => void) & ProxyMarked;
  readonly onEpoch: ((metrics: EpochMetrics) => void) & ProxyMarked;
}

/** The calls to the worker that owns the GPU: `workers/learning.worker.ts`. It reads signals after each batch. */
export interface LearningApi {
  readonly describeBackend: () => Promise<BackendInfo>;
  /** A cancelled run does not reject: it answers as `stopped`, with its weights stored. */
  readonly train: (
    request: TrainRequest,
    onRun: TrainingCallbacks["onRun"],
    onStep: TrainingCallbacks["onStep"],
    onEpoch: TrainingCallbacks["onEpoch"],
    signal: AbortSignal,
  ) => Promise<TrainingRun>;
  /**
   * Predicts every cell of every ready tile with the chosen model and stores the probabilities, tile by tile. Returns
   * the number of tiles that are done. A cancelled prediction does not reject: it returns a smaller number.
   */
  readonly predict: (
    options: PredictionOptions,
    onProgress: ((done: number, of: number, secondsLeft: number) => void) & ProxyMarked,
    signal: AbortSignal,
  ) => Promise<number>;
  /**
   * Predicts the cells of the sample tiles, and of no other tiles, with the model that comes with the page. Stores
   * and returns the same as `predict`.
   */
  readonly predictSamples: (
    address: string,
    options: PredictionOptions,
    onProgress: ((done: number, of: number, secondsLeft: number) => void) & ProxyMarked,
    signal: AbortSignal,
  ) => Promise<number>;
  /**
   * Predicts the cells of one tile that have no probabilities of the chosen model yet. Returns false when the card is
   * busy or when cells changed meanwhile. Then ask again later.
   */
  readonly predictMissing: (
    tileId: TileId,
    options: PredictionOptions,
    starter: string | null,
    signal: AbortSignal,
  ) => Promise<boolean>;
  /** Finds where in a cell's crop the chosen model sees a class. Returns null when the card is busy. */
  readonly explainCell: (
    cell: CellReference,
    classIndex: number,
    signal: AbortSignal,
  ) => Promise<CellExplanation | null>;
  /**
   * Computes the features of all cells that have no features of the chosen model yet. It ends early when training or
   * prediction needs the card. Returns whether all cells have features now. The features of the tiles that are done
   * are kept in any case.
   */
  readonly embed: (
    onProgress: ((done: number, of: number) => void) & ProxyMarked,
    signal: AbortSignal,
  ) => Promise<boolean>;
}

/** Adds the call to the learning worker that only the bridge makes: see `keepLearning`. */
export interface LearningWorkerApi extends LearningApi {
  /** Takes the place of a worker that crashed. The run that was under way becomes `stopped`, with a problem. */
  readonly takeOver: (crash: Problem) => Promise<void>;
}

/**
 * Questions about all cells at once, by their features and probabilities: `workers/exploration.worker.ts`. The worker
 * only reads and needs no graphics card.
 */
export interface ExplorationApi {
  /** Counts the cells that have features of the chosen model. */
  readonly countEmbedded: (signal: AbortSignal) => Promise<EmbeddingCoverage>;
  /** Finds the cells most similar to this one. Returns null when it has no features of the chosen model. */
  readonly findNeighbours: (cell: CellReference, count: number, signal: AbortSignal) => Promise<NeighbourSearch | null>;
  /** Lists the cells whose prediction disagrees most with their tile's label, for one class or, with null, for all. */
  readonly listDisagreements: (classIndex: number | null, signal: AbortSignal) => Promise<ReviewList>;
  /**
   * Lays out the cells that have features. Returns null when there are none. The signal is read between tiles, but not
   * while the map is computed. So the bridge terminates the worker of a cancelled map.
   */
  readonly layOutMap: (
    onProgress: ((progress: MapProgress) => void) & ProxyMarked,
    signal: AbortSignal,
  ) => Promise<EmbeddingMap | null>;
}
