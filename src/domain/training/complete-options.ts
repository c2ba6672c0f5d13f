import { inputNormalisation } from "../tile/crop-options.ts";
import type { ModelManifest } from "./model-manifest.ts";
import { defaultTrainingOptions, type TrainingOptions } from "./training-options.ts";
import type { TrainingRun } from "./training-run.ts";

/*
 * Runs, manifests and checkpoints that an earlier version wrote lack the options that came since. Whatever reads one
 * completes it, so that everything behind the reader may count on every option.
 */

/** What runs did before an option was there, where that is not today's default: their account must stay true. */
const before: Partial<TrainingOptions> = { objective: "inherit", tilePictures: false, darkByRank: false };

/** Options as they were stored, by this version or an earlier one, with every option that there is today. */
export function completeOptions(stored: Partial<TrainingOptions>): TrainingOptions {
  return fill({ ...defaultTrainingOptions, ...before }, stored);
}

/** The same for a model's manifest, and for what it says beside them. */
export function completeManifest(stored: ModelManifest): ModelManifest {
  const provenance = { versions: {}, backend: null, fingerprint: null, trainingTiles: [], validationTiles: [] };
  const later: Partial<ModelManifest> = {
    run: stored.id,
    step: 0,
    normalisation: inputNormalisation,
    provenance,
  };
  return { ...later, ...stored, options: completeOptions(stored.options) };
}

/** The same for a run. Its only checkpoint used to be a file of its own name. */
export function completeRun(stored: TrainingRun): TrainingRun {
  const { id, epochs, startedAt } = stored;
  const last = { id, epoch: epochs.length, step: 1, bytes: 0, savedAt: startedAt };
  const later: Partial<TrainingRun> = { warning: null, notes: "", checkpoints: { best: null, last } };
  return { ...later, ...stored, options: completeOptions(stored.options) };
}

/** `values` over `defaults`, group by group (`augmentation` ...); a list is one value. */
function fill<T extends object>(defaults: T, values: Partial<T>): T {
  const filled: Record<string, unknown> = { ...defaults, ...values };
  for (const [name, value] of Object.entries(defaults)) {
    const own = (values as Record<string, unknown>)[name];
    if (own === undefined) filled[name] = value;
    else if (isGroup(value) && isGroup(own)) filled[name] = fill(value, own);
  }
  return filled as T;
}

function isGroup(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
