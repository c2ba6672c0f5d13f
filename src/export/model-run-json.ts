import type { ModelManifest } from "../domain/training/model-manifest.ts";
import type { TrainingRun } from "../domain/training/training-run.ts";

/**
 * Writes the `run.json` that is exported with a model and says how the model was made. The manifest has the versions,
 * the adapter, the seed and all options, classes, channels, crops and normalisation, and the data's fingerprint and
 * split. The run adds the figures of every epoch and the user's notes.
 *
 * @param run null when the run was deleted.
 */
export function modelRunJson(manifest: ModelManifest, run: TrainingRun | null, now: Date): string {
  const account = run && { startedAt: run.startedAt, status: run.status, notes: run.notes, epochs: run.epochs };
  return `${JSON.stringify({ format: "cytotope-model-run-1", createdAt: now.toISOString(), model: manifest, run: account }, null, 2)}\n`;
}
