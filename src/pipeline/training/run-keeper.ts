import { hasTag, type Problem, problemFrom } from "../../domain/errors.ts";
import { bestEpoch } from "../../domain/training/best-epoch.ts";
import type { Checkpoint } from "../../domain/training/checkpoint.ts";
import { chooseModel } from "../../domain/training/choose-model.ts";
import type { RunCheckpoints, StoredCheckpoint, TrainingRun } from "../../domain/training/training-run.ts";
import { deleteCheckpoints, writeCheckpoint } from "../../storage/checkpoint-store.ts";
import { addRun, changeRun, checkpointIds, loadRuns, type RunChange } from "../../storage/run-store.ts";
import { loadSettings, saveSettings } from "../../storage/settings-store.ts";
import { recordFailure } from "../failures/record-failure.ts";
import { encodeCheckpoint } from "../models/model-file.ts";

/** Keeps a run in storage while it goes on: its record, its best checkpoint and its last checkpoint. */
export interface RunKeeper {
  /**
   * Stores a checkpoint. When storage has no room for it, the run goes on, the last good checkpoint stays, and the run
   * gets a `warning`. Only a new run needs room for its first checkpoint.
   *
   * @throws QuotaExceeded, StorageBroken for the first checkpoint of a new run.
   */
  readonly save: (checkpoint: Checkpoint) => Promise<TrainingRun>;
  /** Whether the first checkpoint was saved. */
  readonly hasBegun: () => boolean;
  /** Stores how the run ended. A run whose last checkpoint could not be stored counts as failed in any case. */
  readonly end: (status: "finished" | "stopped" | "failed", problem?: Problem) => Promise<TrainingRun>;
}

const checkpointSubject = "The run's checkpoint";

function withRemedy(error: unknown): Problem {
  return {
    ...problemFrom(error, checkpointSubject),
    subject: checkpointSubject,
    remedy: "Delete runs or tiles you no longer need, or free disk space: the next checkpoint is tried again.",
  };
}

/** @param start The run's record as it begins or goes on, with the status `running`. */
export function openRunKeeper(start: TrainingRun, isNew: boolean): RunKeeper {
  let run = start;
  let begun = false;
  let tookOver = false;

  async function store(saved: Checkpoint): Promise<RunCheckpoints> {
    const { manifest, progress } = saved;
    const bytes = encodeCheckpoint(saved);
    await writeCheckpoint(manifest.id, bytes);
    const last: StoredCheckpoint = {
      id: manifest.id,
      epoch: progress.epochs.length,
      step: manifest.step,
      bytes: bytes.byteLength,
      savedAt: new Date().toISOString(),
    };
    const isBest = progress.batch === 0 && bestEpoch(progress.epochs)?.epoch === progress.epochs.at(-1)?.epoch;
    const best = isBest && progress.epochs.length > 0 ? last : run.checkpoints.best;
    // The same weights may be saved twice, for instance at an epoch's end. The later record knows the epoch's figures.
    return { best: best?.id === last.id ? last : best, last };
  }

  /**
   * Makes this run predict once it has finished an epoch. Only once a session, so that the user can choose another
   * model.
   */
  async function takeOver(): Promise<void> {
    if (tookOver || run.checkpoints.best === null) return;
    tookOver = true;
    const { predictor } = await loadSettings();
    const chosen = chooseModel(await loadRuns(), predictor);
    if (chosen?.run.id !== run.id) await saveSettings({ predictor: { run: run.id, checkpoint: "best" } });
  }

  return {
    async save(saved) {
      const { epochs, trainingTiles, validationTiles } = saved.progress;
      const before = checkpointIds(run);
      // The options that were left to the machine are known by now.
      run = { ...run, options: saved.manifest.options, epochs, trainingTiles, validationTiles };
      try {
        const checkpoints = await store(saved);
        run = { ...run, checkpoints, warning: null };
        if (isNew && !begun) await addRun(run);
        await changeRun(run.id, changeOf(run), saved.manifest.step > 0 ? saved.manifest : null);
        begun = true;
        await takeOver();
        const kept = checkpointIds(run);
        await deleteCheckpoints([...before].filter((id) => !kept.has(id)));
      } catch (error) {
        const isStorage = hasTag(error, "QuotaExceeded") || hasTag(error, "StorageBroken");
        if (!isStorage || (isNew && !begun)) throw error;
        begun = true;
        await recordFailure(error, checkpointSubject);
        run = { ...run, warning: withRemedy(error) };
      }
      return run;
    },
    hasBegun: () => begun,
    async end(status, problem = undefined) {
      const lost = status === "failed" ? null : run.warning;
      const ending = problem ?? (lost && { ...lost, message: `${lost.message} ${lossNote}` });
      run = { ...run, status: ending === null ? status : "failed", problem: ending, warning: null };
      return (await changeRun(run.id, changeOf(run))) ?? run;
    },
  };
}

const lossNote = "What was learnt since the last checkpoint is lost; once there is room, resume from it.";

/** The fields that training changes. The notes are not among them, because the user may write them at the same time. */
function changeOf({ id: _, startedAt: __, notes: ___, ...change }: TrainingRun): RunChange {
  return change;
}
