import { problemError } from "../../domain/errors.ts";
import { chooseModel } from "../../domain/training/choose-model.ts";
import type { RunList } from "../../domain/training/run-list.ts";
import type { ModelChoice, StoredCheckpoint, TrainingRun } from "../../domain/training/training-run.ts";
import { checkpointBytes, deleteCheckpoints } from "../../storage/checkpoint-store.ts";
import { changeRun, loadChosenManifest, loadRun, loadRuns, removeRun } from "../../storage/run-store.ts";
import { loadSettings, saveSettings } from "../../storage/settings-store.ts";

/**
 * The checkpoint with its file's current size; null when the file is gone. Earlier versions removed files of older
 * runs.
 */
async function present(checkpoint: StoredCheckpoint | null): Promise<StoredCheckpoint | null> {
  const bytes = checkpoint === null ? null : await checkpointBytes(checkpoint.id);
  return checkpoint === null || bytes === null ? null : { ...checkpoint, bytes };
}

/** Lists all runs, with those of their checkpoints whose files exist. */
export async function listRuns(): Promise<RunList> {
  const [stored, { predictor }, model] = await Promise.all([loadRuns(), loadSettings(), loadChosenManifest()]);
  const runs = await Promise.all(
    stored.map(async (run): Promise<TrainingRun> => {
      const [best, last] = await Promise.all([present(run.checkpoints.best), present(run.checkpoints.last)]);
      return { ...run, checkpoints: { best, last } };
    }),
  );
  const chosen = chooseModel(runs, predictor);
  return { runs, predictor: chosen && { run: chosen.run.id, checkpoint: chosen.which }, model };
}

/** Stores the user's notes about a run. Does nothing when the run was deleted. */
export async function saveRunNotes(id: string, notes: string): Promise<void> {
  await changeRun(id, { notes });
}

/** Chooses the model that predicts from now on. */
export async function choosePredictor(predictor: ModelChoice): Promise<RunList> {
  await saveSettings({ predictor });
  return listRuns();
}

/**
 * Deletes a run and its checkpoints.
 *
 * @throws Unexpected while the run is under way.
 */
export async function deleteRun(id: string): Promise<RunList> {
  if ((await loadRun(id))?.status === "running") {
    throw problemError({
      tag: "Unexpected",
      subject: "The training run",
      message: "This run is under way.",
      remedy: "Stop it first, then delete it.",
    });
  }
  await deleteCheckpoints(await removeRun(id));
  return listRuns();
}
