import { problemError, problemFrom } from "../../domain/errors.ts";
import type { ClassList } from "../../domain/localisation/localisation.ts";
import { nothingYet } from "../../domain/nothing-yet.ts";
import { type CropOptions, sameCrops } from "../../domain/tile/crop-options.ts";
import type { Checkpoint } from "../../domain/training/checkpoint.ts";
import type { TrainingOptions } from "../../domain/training/training-options.ts";
import type { EpochMetrics, StepProgress } from "../../domain/training/training-progress.ts";
import type { TrainingRun } from "../../domain/training/training-run.ts";
import { decodeSafetensors } from "../../export/safetensors.ts";
import type { Backend } from "../../learning/backend/backend.ts";
import { readCheckpoint } from "../../storage/checkpoint-store.ts";
import { openCropSource } from "../../storage/crop-store.ts";
import { loadRun } from "../../storage/run-store.ts";
import { readStartingWeights } from "../../storage/starting-weights-store.ts";
import { loadCells } from "../../storage/tile-rows.ts";
import { loadWeakLabels } from "../../storage/weak-label-store.ts";
import { recordFailure } from "../failures/record-failure.ts";
import { decodeCheckpoint } from "../models/model-file.ts";
import { loadReadyTiles, type ReadyTile } from "../tile/ready-tile.ts";
import { withTilePictures } from "../tile/tile-pictures.ts";
import { checkTrainingOptions } from "./check-training-options.ts";
import { dataFingerprint, type FingerprintTile } from "./data-fingerprint.ts";
import { loadLabelledCells } from "./load-labelled-cells.ts";
import { openRunKeeper } from "./run-keeper.ts";
import { trainClassifier } from "./train-classifier.ts";
import type { LoadedWeights } from "./training-request.ts";

export interface TrainOnDatasetRequest {
  readonly options: TrainingOptions;
  readonly classes: ClassList;
  /** The id of a run to resume from its last checkpoint. It keeps its own options. Null starts a new run. */
  readonly resume: string | null;
  readonly backend: Backend;
}

export interface TrainOnDatasetCallbacks {
  /** Called with the stored run when it begins and after each checkpoint. */
  readonly onRun: (run: TrainingRun) => void;
  readonly onStep: (progress: StepProgress) => void;
  readonly onEpoch: (metrics: EpochMetrics) => void;
  /** Read after each batch. */
  readonly signal: AbortSignal;
}

/**
 * Trains on the cells of every ready tile that has labels, from their stored crops. Run and checkpoint are stored
 * before the first batch, every few minutes, after each epoch and at the end. So a closed page loses a few minutes
 * at most.
 *
 * A failure after the run has begun does not reject. The run becomes `failed`, gets the problem, and keeps its last
 * checkpoint. A cancelled run does not reject either. It becomes `stopped` and can be resumed.
 *
 * @throws OptionOutOfRange, NothingToLearn, ModelMismatch, QuotaExceeded, StorageBroken before the run has begun.
 */
export async function trainOnDataset(
  { options, classes, resume, backend }: TrainOnDatasetRequest,
  callbacks: TrainOnDatasetCallbacks,
): Promise<TrainingRun> {
  // A resumed run keeps its own options, which were checked when it began.
  if (resume === null) checkTrainingOptions(options);
  const tiles = (await loadReadyTiles()).filter(({ record }) => record.weakLabel !== null && record.cellCount > 0);
  const tables = await loadWeakLabels(tiles.map(({ record }) => record.id));
  const cropOptions = sharedCropOptions(tiles);
  const earlier = resume === null ? null : await loadResumable(resume);
  const checkpoint = earlier?.checkpoint ?? null;
  const runId = resume ?? crypto.randomUUID();
  const startingWeights = resume === null ? await loadWeights(options.initialWeights) : null;
  const keeper = openRunKeeper(
    {
      id: runId,
      startedAt: new Date().toISOString(),
      notes: "",
      checkpoints: { best: null, last: null },
      ...earlier?.run,
      status: "running",
      options: checkpoint?.manifest.options ?? options,
      backend: backend.info,
      epochs: checkpoint?.progress.epochs ?? [],
      trainingTiles: [],
      validationTiles: [],
      problem: null,
      warning: null,
    },
    resume === null,
  );
  const fingerprint = await dataFingerprint(withCells(tiles), cropOptions, classes);

  try {
    const { status } = await trainClassifier(
      {
        cells: await loadLabelledCells(tiles, tables),
        crops: withTilePictures(openCropSource(cropOptions.size)),
        cropOptions,
        classes,
        options,
        backend,
        resume: checkpoint,
        startingWeights,
        runId,
        fingerprint,
      },
      { ...callbacks, saveCheckpoint: async (saved) => callbacks.onRun(await keeper.save(saved)) },
    );
    return await keeper.end(status);
  } catch (error) {
    if (!keeper.hasBegun()) throw error;
    await recordFailure(error, "Training");
    return keeper.end("failed", problemFrom(error, "Training"));
  }
}

/** Loads a run and its last checkpoint. @throws StorageBroken when one of them is missing. */
async function loadResumable(id: string): Promise<{ run: TrainingRun; checkpoint: Checkpoint }> {
  const run = await loadRun(id);
  if (run?.checkpoints.last == null) {
    throw problemError({
      tag: "StorageBroken",
      subject: "Training",
      message: "This run has no checkpoint in the browser's storage to go on from.",
      remedy: "Start a new run.",
    });
  }
  return { run, checkpoint: decodeCheckpoint(await readCheckpoint(run.checkpoints.last.id), `Run ${id}`) };
}

async function* withCells(tiles: readonly ReadyTile[]): AsyncGenerator<FingerprintTile> {
  for (const { record } of tiles) yield { ...record, cells: await loadCells(record.id) };
}

/** @throws StorageBroken when the weights were deleted. */
async function loadWeights(id: string | null): Promise<LoadedWeights | null> {
  if (id === null) return null;
  const { record, bytes } = await readStartingWeights(id);
  return { record, tensors: decodeSafetensors(bytes, record.name).tensors };
}

/** @throws ModelMismatch when the crops of the tiles were made with different options. */
function sharedCropOptions(tiles: readonly ReadyTile[]): CropOptions {
  const [first] = tiles;
  if (first === undefined) {
    throw nothingYet(
      "Training",
      "No segmented tile with cells has labels.",
      "Drop tiles, and a train.csv with the header ID,Label that names them.",
    );
  }
  const odd = tiles.filter(({ generation }) => !sameCrops(generation.crop, first.generation.crop));
  if (odd.length > 0) {
    throw problemError({
      tag: "ModelMismatch",
      subject: "Training",
      message: `The crops of ${odd.length} of ${tiles.length} tiles were made with other options than the rest (${odd[0]?.record.id} among them).`,
      remedy: "Segment all tiles again, so that every crop is made alike.",
    });
  }
  return first.generation.crop;
}
