import { chooseModel } from "../domain/training/choose-model.ts";
import { completeManifest, completeRun } from "../domain/training/complete-options.ts";
import type { ModelManifest } from "../domain/training/model-manifest.ts";
import type { TrainingRun } from "../domain/training/training-run.ts";
import { withDatabase } from "./database.ts";
import { loadSettings } from "./settings-store.ts";

/*
 * A run's record says which checkpoints it has. The user writes notes while the learning worker writes progress, so a change names
 * its fields and leaves the others.
 */

const subject = "The training run";

/** What a run's record may be changed in. */
export type RunChange = Partial<Omit<TrainingRun, "id" | "startedAt">>;

export function addRun(run: TrainingRun): Promise<void> {
  return withDatabase(subject, async (database) => {
    await database.put("runs", run);
  });
}

/** The run with this id, or null. */
export function loadRun(id: string): Promise<TrainingRun | null> {
  return withDatabase(subject, async (database) => {
    const run = await database.get("runs", id);
    return run === undefined ? null : completeRun(run);
  });
}

/** All runs, oldest first. */
export function loadRuns(): Promise<TrainingRun[]> {
  return withDatabase(subject, async (database) => {
    const runs = await database.getAllFromIndex("runs", "startedAt");
    return runs.map(completeRun);
  });
}

/**
 * Changes a run and, in the same transaction, puts the manifest of its newest model in place and forgets those that the run does
 * not speak of any more. The checkpoint's file is in its place by then.
 *
 * @param manifest null: no new model.
 * @returns the run as it is now; null when it was deleted meanwhile, and nothing is stored.
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

/** Forgets a run and its models' manifests. @returns its checkpoints, whose files are nobody's now. */
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

/** The checkpoints that a run speaks of. */
export function checkpointIds({ checkpoints }: Pick<TrainingRun, "checkpoints">): ReadonlySet<string> {
  return new Set([checkpoints.best, checkpoints.last].flatMap((checkpoint) => checkpoint?.id ?? []));
}

/** The manifest of the model that predicts (see `chooseModel`), or null when there is none. */
export async function loadChosenManifest(): Promise<ModelManifest | null> {
  const [runs, { predictor }] = await Promise.all([loadRuns(), loadSettings()]);
  const chosen = chooseModel(runs, predictor);
  if (chosen === null) return null;
  return withDatabase("The model", async (database) => {
    const manifest = await database.get("models", chosen.checkpoint.id);
    return manifest === undefined ? null : completeManifest(manifest);
  });
}
