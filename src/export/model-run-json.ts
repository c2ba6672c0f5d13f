import type { ModelManifest } from "../domain/training/model-manifest.ts";
import type { TrainingRun } from "../domain/training/training-run.ts";

/**
 * `run.json` beside an exported model: how it came about. The manifest tells versions, adapter, seed and all options, classes, channels,
 * crops and normalisation, the data's fingerprint and its split; the run adds the figures of every epoch and the user's notes.
 *
 * @param run null when it was deleted.
 */
export function modelRunJson(manifest: ModelManifest, run: TrainingRun | null, now: Date): string {
  const account = run && { startedAt: run.startedAt, status: run.status, notes: run.notes, epochs: run.epochs };
  return `${JSON.stringify({ format: "cytotope-model-run-1", createdAt: now.toISOString(), model: manifest, run: account }, null, 2)}\n`;
}
