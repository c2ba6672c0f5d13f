import { inputNormalisation } from "../tile/crop-options.ts";
import type { ModelManifest } from "./model-manifest.ts";
import { defaultTrainingOptions, type TrainingOptions } from "./training-options.ts";
import type { TrainingRun } from "./training-run.ts";

/*
 * Runs, manifests and checkpoints of earlier versions lack the options that were added later. Every reader
 * completes them, so that the rest of the code can rely on every option being there.
 */

/**
 * How runs behaved before these options existed, where that differs from today's default. The record of an old run
 * must stay true.
 */
const before: Partial<TrainingOptions> = { objective: "inherit", tilePictures: false, darkByRank: false };

/** Adds the options that are missing from stored options, which may come from an earlier version. */
export function completeOptions(stored: Partial<TrainingOptions>): TrainingOptions {
  return fill({ ...defaultTrainingOptions, ...before }, stored);
}

/** Completes the options of a model's manifest, and adds the fields that manifests of earlier versions lack. */
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

/**
 * Completes the options of a run, and adds the fields that runs of earlier versions lack. Such a run had one
 * checkpoint, in a file that was named after the run.
 */
export function completeRun(stored: TrainingRun): TrainingRun {
  const { id, epochs, startedAt } = stored;
  const last = { id, epoch: epochs.length, step: 1, bytes: 0, savedAt: startedAt };
  const later: Partial<TrainingRun> = { warning: null, notes: "", checkpoints: { best: null, last } };
  return { ...later, ...stored, options: completeOptions(stored.options) };
}

/** Merges `values` into `defaults`, also inside groups such as `augmentation`. A list counts as one value. */
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
