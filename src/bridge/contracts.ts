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
 * What the page asks of its workers. Each worker says `satisfies ...Api`, so that the two sides cannot drift apart.
 * Callbacks are typed `& ProxyMarked`: a forgotten `proxy()` is a compile error. Failures arrive as errors that
 * `problemFrom` reads. A call with a signal rejects with `Cancelled` when the signal is aborted and the work has
 * ended; where it answers instead, its docstring says so.
 */

/** Records, exports and views: `workers/dataset.worker.ts`. */
export interface DatasetApi {
  readonly restore: () => Promise<DatasetSnapshot>;
  /**
   * Files of any kind: channel images, stacks, archives, annotation tables. Never rejects for a bad file. Can be
   * cancelled until the first of them is stored; from then on it runs to its end.
   */
  readonly addFiles: (files: readonly File[], signal: AbortSignal) => Promise<AddedFiles>;
  /** Files of the sample generator, as `addFiles` takes them: PNG channels and a `train.csv`. */
  readonly makeSampleFiles: (
    part: SamplePart,
    onTile: ((done: number, of: number) => void) & ProxyMarked,
    signal: AbortSignal,
  ) => Promise<readonly File[]>;
  /** The user goes on without the missing channels; the tile becomes `queued`. */
  readonly goOnWithout: (tileId: TileId) => Promise<AddedFiles>;
  readonly removeTiles: (tileIds: readonly TileId[]) => Promise<void>;
  readonly dismissProblems: () => Promise<void>;
  /** Forgets everything: tiles, runs, models, predictions, the log of failures. */
  readonly clear: () => Promise<void>;
  readonly saveOptions: (options: DatasetOptions) => Promise<void>;
  /** Compares the tile's cells with its mask; its record, or null when it is not there any more. */
  readonly compareMask: (tileId: TileId, signal: AbortSignal) => Promise<TileRecord | null>;
  /** Forgets the tile's mask; its record, or null when it is not there any more. */
  readonly removeMask: (tileId: TileId) => Promise<TileRecord | null>;
  readonly loadView: (tileId: TileId) => Promise<TileView>;
  /** One step of correction by hand. Answers with what changed, or why nothing did; steps run one after the other. */
  readonly correctCells: (tileId: TileId, step: CorrectionStep) => Promise<CorrectedTile | Refusal>;
  readonly loadPredictions: (tileId: TileId) => Promise<TilePredictions | null>;
  readonly drawThumbnail: (tileId: TileId) => Promise<Picture>;
  /** The cell's stored crop in the given colours; contrast is scaled with the crop's encoding. */
  readonly drawCrop: (tileId: TileId, number: number, displays: ChannelDisplays) => Promise<Picture>;
  readonly listRuns: () => Promise<RunList>;
  /** Keeps the user's words about a run. */
  readonly saveRunNotes: (id: string, notes: string) => Promise<void>;
  /** Forgets a run with its checkpoints; rejects while it is under way. */
  readonly deleteRun: (id: string) => Promise<RunList>;
  /** Sets whose model predicts from now on. */
  readonly choosePredictor: (choice: ModelChoice) => Promise<RunList>;
  /** Takes in a model that Cytotope exported and predicts with it from now on; rejects one that does not fit the data. */
  readonly importModel: (file: File, signal: AbortSignal) => Promise<RunList>;
  readonly exportFile: (
    kind: ExportKind,
    options: PredictionOptions,
    onTile: ((done: number, of: number) => void) & ProxyMarked,
    signal: AbortSignal,
  ) => Promise<ExportedFile>;
  /** Weights that a run can start from, oldest first. */
  readonly listWeights: () => Promise<readonly StartingWeights[]>;
  /** Keeps the weights of a file. Rejects with what does not fit, naming the first such tensor. */
  readonly importWeights: (file: File, signal: AbortSignal) => Promise<StartingWeights>;
  /**
   * Fetches a file of weights, or the rest of it, and keeps it like one of the user's. `of` is null when unknown.
   * When it is cancelled, what came is kept for the next fetch.
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

/** What the bridge alone asks of the dataset worker: see `keepDataset`. */
export interface DatasetWorkerApi extends DatasetApi {
  /**
   * Opens the data set in the place of a worker that crashed, in the middle of the page's work: tiles that are being
   * segmented and a run that is going on stay as they are. Tiles whose files are lost say so (`SourceGone`).
   *
   * @param sources files of the tiles that are not read yet, as far as the page has them.
   */
  readonly takeOver: (sources: ReadonlyMap<TileId, TileSource>) => Promise<void>;
}

/** One tile at a time, decode to stored crops: `workers/imaging.worker.ts`, a pool of them. Cancelled by termination. */
export interface ImagingApi {
  readonly processTile: (
    request: ProcessTileRequest,
    onStage: ((stage: ProcessingStage) => void) & ProxyMarked,
  ) => Promise<TileRecord>;
  /**
   * Keeps the tile's pixels until another tile is asked for: a change of an option runs only what lies behind it. A
   * cancelled preview ends at its next stage.
   */
  readonly previewTile: (request: PreviewRequest, signal: AbortSignal) => Promise<TilePreview>;
}

export interface TrainingCallbacks {
  readonly onRun: ((run: TrainingRun) => void) & ProxyMarked;
  readonly onStep: ((progress: StepProgress) => void) & ProxyMarked;
  readonly onEpoch: ((metrics: EpochMetrics) => void) & ProxyMarked;
}

/** The GPU's owner: `workers/learning.worker.ts`. Signals are read after each batch. */
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
   * how many tiles are done: fewer than there are when it was cancelled, which is no failure.
   */
  readonly predict: (
    options: PredictionOptions,
    onProgress: ((done: number, of: number, secondsLeft: number) => void) & ProxyMarked,
    signal: AbortSignal,
  ) => Promise<number>;
  /** The same for the sample tiles, and no others, with the model that comes with the page. */
  readonly predictSamples: (
    address: string,
    options: PredictionOptions,
    onProgress: ((done: number, of: number, secondsLeft: number) => void) & ProxyMarked,
    signal: AbortSignal,
  ) => Promise<number>;
  /**
   * Predicts the cells of one tile that have no probabilities of the chosen model yet. false: the card is busy, or cells
   * changed meanwhile; ask again later.
   */
  readonly predictMissing: (
    tileId: TileId,
    options: PredictionOptions,
    starter: string | null,
    signal: AbortSignal,
  ) => Promise<boolean>;
  /** Where in its crop the newest model sees a class of a cell. null: the card is busy. */
  readonly explainCell: (
    cell: CellReference,
    classIndex: number,
    signal: AbortSignal,
  ) => Promise<CellExplanation | null>;
  /**
   * Computes the features of all cells that have none of the newest model yet; gives way to training and prediction. Returns
   * whether all have some now. The features of the tiles that are done are kept, however it ends.
   */
  readonly embed: (
    onProgress: ((done: number, of: number) => void) & ProxyMarked,
    signal: AbortSignal,
  ) => Promise<boolean>;
}

/** What the bridge alone asks of the learning worker: see `keepLearning`. */
export interface LearningWorkerApi extends LearningApi {
  /** Takes the place of a worker that crashed: the run that was under way becomes `stopped`, and says why. */
  readonly takeOver: (crash: Problem) => Promise<void>;
}

/**
 * Questions about all cells at once, by their features and probabilities: `workers/exploration.worker.ts`. It only reads, and needs
 * no graphics card.
 */
export interface ExplorationApi {
  /** How many cells have features of the newest model. */
  readonly countEmbedded: (signal: AbortSignal) => Promise<EmbeddingCoverage>;
  /** The cells most like this one; null when it has no features of the newest model. */
  readonly findNeighbours: (cell: CellReference, count: number, signal: AbortSignal) => Promise<NeighbourSearch | null>;
  /** The cells whose prediction disagrees most with their tile's label, of one class or (null) of all. */
  readonly listDisagreements: (classIndex: number | null, signal: AbortSignal) => Promise<ReviewList>;
  /**
   * Lays out the cells that have features; null when there are none. The signal is read between tiles, but not while
   * the map is computed: the worker of a cancelled map is terminated.
   */
  readonly layOutMap: (
    onProgress: ((progress: MapProgress) => void) & ProxyMarked,
    signal: AbortSignal,
  ) => Promise<EmbeddingMap | null>;
}
