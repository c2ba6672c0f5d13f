import { type CropOptions, sameCrops } from "../domain/crop-options.ts";
import { type Problem, problemError, problemFrom } from "../domain/errors.ts";
import type { ClassList } from "../domain/localisation.ts";
import type { Checkpoint, EpochMetrics, StepProgress, TrainingOptions, TrainingRun } from "../domain/training.ts";
import { decodeSafetensors } from "../export/safetensors.ts";
import type { Backend } from "../learning/backend.ts";
import { deleteOtherCheckpoints, readCheckpoint, writeCheckpoint } from "../storage/checkpoint-store.ts";
import { openCropSource } from "../storage/crop-store.ts";
import { deleteOtherModels, loadNewestManifest, loadRun, saveRun, saveRunAndModel } from "../storage/run-store.ts";
import { loadWeakLabels } from "../storage/weak-label-store.ts";
import { readStartingWeights } from "../storage/weights-store.ts";
import { checkTrainingOptions } from "./check-training-options.ts";
import { loadLabelledCells } from "./load-labelled-cells.ts";
import { decodeCheckpoint, encodeCheckpoint } from "./model-file.ts";
import { loadReadyTiles, type ReadyTile } from "./ready-tile.ts";
import { trainClassifier } from "./train-classifier.ts";
import type { LoadedWeights } from "./training-setup.ts";

export interface TrainOnDatasetRequest {
  readonly options: TrainingOptions;
  readonly classes: ClassList;
  /** Goes on with this run from its last checkpoint; its own options count. */
  readonly resume: string | null;
  readonly backend: Backend;
}

export interface TrainOnDatasetCallbacks {
  readonly onRun: (run: TrainingRun) => void;
  readonly onStep: (progress: StepProgress) => void;
  readonly onEpoch: (metrics: EpochMetrics) => void;
  /** Read after each batch. */
  readonly shouldStop: () => boolean;
}

/**
 * Trains on the cells of every ready tile that has labels, from their stored crops. Run and checkpoint are stored before
 * the first batch, after each epoch and at the end, so a closed page loses less than an epoch.
 *
 * A failure after the run has begun is told in the run (`failed`, with its problem), and what it has learnt is kept.
 *
 * @throws OptionOutOfRange, NothingToLearn, ModelMismatch, StorageBroken before the run has begun.
 */
export async function trainOnDataset(
  { options, classes, resume, backend }: TrainOnDatasetRequest,
  callbacks: TrainOnDatasetCallbacks,
): Promise<TrainingRun> {
  // A resumed run has its own, which were checked when it began.
  if (resume === null) checkTrainingOptions(options);
  const tiles = (await loadReadyTiles()).filter(({ record }) => record.weakLabel !== null && record.cellCount > 0);
  const tables = await loadWeakLabels(tiles.map(({ record }) => record.id));
  const cropOptions = sharedCropOptions(tiles);
  const checkpoint = resume === null ? null : decodeCheckpoint(await readCheckpoint(resume), `Run ${resume}`);
  const earlier = resume === null ? null : await loadRun(resume);
  const runId = resume ?? crypto.randomUUID();
  const startingWeights = resume === null ? await loadWeights(options.initialWeights) : null;

  let run: TrainingRun = {
    id: runId,
    startedAt: earlier?.startedAt ?? new Date().toISOString(),
    status: "running",
    options: checkpoint?.manifest.options ?? options,
    backend: backend.info,
    epochs: checkpoint?.progress.epochs ?? [],
    trainingTiles: [],
    validationTiles: [],
    problem: null,
  };
  let begun = false;

  async function saveCheckpoint(saved: Checkpoint): Promise<void> {
    const { epochs, trainingTiles, validationTiles, step } = saved.progress;
    // What was left to the machine is settled by now.
    run = { ...run, options: saved.manifest.options, epochs, trainingTiles, validationTiles };
    await writeCheckpoint(runId, encodeCheckpoint(saved));
    if (!begun) {
      begun = true;
      callbacks.onRun(run);
    }
    if (await earlierModelStays(runId, step, epochs.length)) {
      await saveRun(run);
      return;
    }
    await saveRunAndModel(run, saved.manifest);
    await deleteOtherModels(runId);
    await deleteOtherCheckpoints(runId);
  }

  try {
    const { status } = await trainClassifier(
      {
        cells: await loadLabelledCells(tiles, tables),
        crops: openCropSource(cropOptions.size),
        cropOptions,
        classes,
        options,
        backend,
        resume: checkpoint,
        startingWeights,
        runId,
      },
      { ...callbacks, saveCheckpoint },
    );
    run = { ...run, status };
  } catch (error) {
    if (!begun) throw error;
    run = { ...run, status: "failed", problem: problemFrom(error, "Training") };
  }
  await saveRun(run);
  return run;
}

/**
 * Untrained weights are no model, and those of less than an epoch none that may take the place of another run's: whoever starts
 * a run by mistake and stops it keeps what was learnt before. The stopped run can be resumed all the same.
 */
async function earlierModelStays(runId: string, step: number, epochs: number): Promise<boolean> {
  if (step === 0 || epochs > 0) return step === 0;
  const newest = await loadNewestManifest();
  return newest !== null && newest.id !== runId;
}

/** @throws StorageBroken when the weights are not there any more. */
async function loadWeights(id: string | null): Promise<LoadedWeights | null> {
  if (id === null) return null;
  const { record, bytes } = await readStartingWeights(id);
  return { record, tensors: decodeSafetensors(bytes, record.name).tensors };
}

/** @throws ModelMismatch when the tiles' crops were not all made alike. */
function sharedCropOptions(tiles: readonly ReadyTile[]): CropOptions {
  const [first] = tiles;
  if (first === undefined) {
    const problem: Problem = {
      tag: "NothingToLearn",
      subject: "Training",
      message: "No segmented tile with cells has labels.",
      remedy: "Drop tiles, and a train.csv with the header ID,Label that names them.",
    };
    throw problemError(problem);
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
