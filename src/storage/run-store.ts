import { completeManifest, completeRun } from "../domain/complete-options.ts";
import type { ModelManifest, TrainingRun } from "../domain/training.ts";
import { withDatabase } from "./database.ts";

const subject = "The training run";

export function saveRun(run: TrainingRun): Promise<void> {
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

/** Run and manifest change together, after the checkpoint's file is in its place. */
export function saveRunAndModel(run: TrainingRun, manifest: ModelManifest): Promise<void> {
  return withDatabase(subject, async (database) => {
    const transaction = database.transaction(["runs", "models"], "readwrite");
    await Promise.all([
      transaction.objectStore("runs").put(run),
      transaction.objectStore("models").put(manifest),
      transaction.done,
    ]);
  });
}

/** Forgets the manifests of all models but this one. */
export function deleteOtherModels(id: string): Promise<void> {
  return withDatabase("The model", async (database) => {
    const transaction = database.transaction("models", "readwrite");
    const others = (await transaction.store.getAllKeys()).filter((key) => key !== id);
    await Promise.all([...others.map((key) => transaction.store.delete(key)), transaction.done]);
  });
}

/** The manifest of the newest model, or null when there is none. */
export function loadNewestManifest(): Promise<ModelManifest | null> {
  return withDatabase("The model", async (database) => {
    const cursor = await database.transaction("models").store.index("createdAt").openCursor(null, "prev");
    return cursor ? completeManifest(cursor.value) : null;
  });
}
