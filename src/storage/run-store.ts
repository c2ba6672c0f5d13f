import { chooseModel } from "../domain/training/choose-model.ts";
import { completeManifest, completeRun } from "../domain/training/complete-options.ts";
import type { ModelManifest } from "../domain/training/model-manifest.ts";
import type { TrainingRun } from "../domain/training/training-run.ts";
import { withDatabase } from "./database.ts";
import { loadSettings } from "./settings-store.ts";

/*
 * A run's record names its checkpoints. The user writes notes while the learning worker writes progress, so a
 * change sets only some fields and leaves the others as they are.
 */

const subject = "The training run";

/** The fields of a run's record that a change may set. */
export type RunChange = Partial<Omit<TrainingRun, "id" | "startedAt">>;

/** Stores the record of a new run. */
export function addRun(run: TrainingRun): Promise<void> {
  return withDatabase(subject, async (database) => {
    await database.put("runs", run);
  });
}

/** Loads the run with this id; null when there is none. */
export function loadRun(id: string): Promise<TrainingRun | null> {
  return withDatabase(subject, async (database) => {
    const run = await database.get("runs", id);
    return run === undefined ? null : completeRun(run);
  });
}

/** Loads all runs, oldest first. */
export function loadRuns(): Promise<TrainingRun[]> {
  return withDatabase(subject, async (database) => {
    const runs = await database.getAllFromIndex("runs", "startedAt");
    return runs.map(completeRun);
  });
}

/**
 * Changes a run. The same transaction stores the manifest of its newest model, and deletes the manifests of checkpoints
 * that the run no longer names. The checkpoint's file must have been written before.
 *
 * @param manifest null means that there is no new model.
 * @returns the run after the change. Null when it was deleted meanwhile; then nothing is stored.
 */
export function changeRun(
  id: string,
  change: RunChange,
  manifest: ModelManifest | null = null,
): Promise<TrainingRun | null> {
  return withDatabase(subject, async (database) => {
    const transaction = database.transaction(["runs", "models"], "readwrite");
    const models = transaction.objectStore("models");
    const stored = await transaction.objectStore("runs").get(id);
    const run = stored === undefined ? null : { ...completeRun(stored), ...change };
    if (stored !== undefined && run !== null) {
      await transaction.objectStore("runs").put(run);
      if (manifest !== null) await models.put(manifest);
      const kept = checkpointIds(run);
      for (const old of checkpointIds(completeRun(stored))) if (!kept.has(old)) await models.delete(old);
    }
    await transaction.done;
    return run;
  });
}

/**
 * Deletes the record of a run and the manifests of its models.
 *
 * @returns the ids of its checkpoints, whose files the caller has to delete.
 */
export function removeRun(id: string): Promise<ReadonlySet<string>> {
  return withDatabase(subject, async (database) => {
    const transaction = database.transaction(["runs", "models"], "readwrite");
    const stored = await transaction.objectStore("runs").get(id);
    const ids = stored === undefined ? new Set<string>() : checkpointIds(completeRun(stored));
    await transaction.objectStore("runs").delete(id);
    for (const model of ids) await transaction.objectStore("models").delete(model);
    await transaction.done;
    return ids;
  });
}

/** The ids of the checkpoints that a run's record names. */
export function checkpointIds({ checkpoints }: Pick<TrainingRun, "checkpoints">): ReadonlySet<string> {
  return new Set([checkpoints.best, checkpoints.last].flatMap((checkpoint) => checkpoint?.id ?? []));
}

/** Loads the manifest of the model that predicts (see `chooseModel`); null when there is none. */
export async function loadChosenManifest(): Promise<ModelManifest | null> {
  const [runs, { predictor }] = await Promise.all([loadRuns(), loadSettings()]);
  const chosen = chooseModel(runs, predictor);
  if (chosen === null) return null;
  return withDatabase("The model", async (database) => {
    const manifest = await database.get("models", chosen.checkpoint.id);
    return manifest === undefined ? null : completeManifest(manifest);
  });
}
